/** A room's live streams: what they take from it, and their addresses. */
@NullMarked
package io.ringcast.signaling.live;

import org.jspecify.annotations.NullMarked;
