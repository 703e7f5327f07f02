/** Pushes of rooms' live streams to other servers, and the door where they are asked for. */
@NullMarked
package io.ringcast.signaling.push;

import org.jspecify.annotations.NullMarked;
