/** How an event becomes a request that a receiver believes: bodies and signatures. */
@NullMarked
package io.ringcast.events.format;

import org.jspecify.annotations.NullMarked;
