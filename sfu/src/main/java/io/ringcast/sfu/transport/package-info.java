/** One peer's secured path: demux, ICE-lite, SRTP, and the port behind which DTLS stands. */
@NullMarked
package io.ringcast.sfu.transport;

import org.jspecify.annotations.NullMarked;
