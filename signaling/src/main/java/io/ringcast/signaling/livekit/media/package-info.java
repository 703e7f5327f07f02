/** A LiveKit participant's media: its peers, what it sends and receives on their sections, and when they are negotiated. */
@NullMarked
package io.ringcast.signaling.livekit.media;

import org.jspecify.annotations.NullMarked;
