/** The one thread that writes: events numbered in the order they came, many of them with one sync of the disk. */
@NullMarked
package io.ringcast.events.log;

import org.jspecify.annotations.NullMarked;
