/** The log read by cursor, and followed as it grows. */
@NullMarked
package io.ringcast.events.tail;

import org.jspecify.annotations.NullMarked;
