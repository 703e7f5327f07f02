/** A participant by LiveKit's signal protocol. */
@NullMarked
package io.ringcast.client.livekit;

import org.jspecify.annotations.NullMarked;
