/** LiveKit's server API, RoomService over Twirp: how LiveKit's server SDKs administer our rooms. */
@NullMarked
package io.ringcast.signaling.twirp;

import org.jspecify.annotations.NullMarked;
