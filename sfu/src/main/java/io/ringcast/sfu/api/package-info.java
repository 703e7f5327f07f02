/** The door of the media plane: what signaling, mixer and relay may know of it. */
@NullMarked
package io.ringcast.sfu.api;

import org.jspecify.annotations.NullMarked;
