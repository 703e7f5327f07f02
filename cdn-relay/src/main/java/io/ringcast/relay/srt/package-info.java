/** SRT out: a stream's frames as MPEG-TS in libsrt's packets, both FFmpeg's, on a thread for each connection. */
@NullMarked
package io.ringcast.relay.srt;

import org.jspecify.annotations.NullMarked;
