/** What a publisher from outside sends, made into what rooms take: RTP of H.264 and Opus, in feeds. */
@NullMarked
package io.ringcast.relay.ingest;

import org.jspecify.annotations.NullMarked;
