/** The one process: wiring, configuration, health, metrics. */
@org.jspecify.annotations.NullMarked
package io.ringcast.server;
