/** A room's mix: what is asked of it, its place in the room, and the door to it. */
@NullMarked
package io.ringcast.signaling.mix;

import org.jspecify.annotations.NullMarked;
