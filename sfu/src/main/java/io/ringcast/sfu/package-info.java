/** The media plane: sockets, ICE, DTLS, SRTP, RTP, forwarding. */
@org.jspecify.annotations.NullMarked
package io.ringcast.sfu;
