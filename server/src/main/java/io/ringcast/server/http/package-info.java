/** The HTTP edge: the one port, errors as problem details, health, metrics, demo tokens and pages. */
@org.jspecify.annotations.NullMarked
package io.ringcast.server.http;
