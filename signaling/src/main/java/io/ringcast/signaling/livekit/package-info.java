/** LiveKit's protocol: the signal door, what it says and understands, translated to and from rooms. */
@NullMarked
package io.ringcast.signaling.livekit;

import org.jspecify.annotations.NullMarked;
