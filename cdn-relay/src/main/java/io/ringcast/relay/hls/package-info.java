/** HLS and LL-HLS (RFC 8216bis): fragmented MP4 out of frames, playlists, and what to answer now or to wait for. */
@NullMarked
package io.ringcast.relay.hls;

import org.jspecify.annotations.NullMarked;
