/** What joining and being there costs, by LiveKit's protocol. */
@NullMarked
package io.ringcast.bench.livekit;

import org.jspecify.annotations.NullMarked;
