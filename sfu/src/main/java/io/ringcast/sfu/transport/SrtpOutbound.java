package io.ringcast.sfu.transport;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.RtpView;

/**
 * Protects what one peer receives (RFC 3711). AES-GCM loses all secrecy when a nonce is used twice, so an index once protected is never
 * protected again: packets may be late by up to {@link ReplayWindow#SIZE}, but not repeated, and streams are never forgotten.
 */
final class SrtpOutbound {
  /** Answer of the protect methods for a packet that must not be sent; {@link #refusal()} says why. */
  static final int REFUSED = -1;

  /** Two for each subscription that this transport ever had; a new stream beyond it is refused. */
  static final int MAX_STREAMS = 8_192;

  private static final long MAX_INDEX = (1L << 48) - 1;

  private final SrtpStreams streams = new SrtpStreams(MAX_STREAMS);
  private final PacketCipher cipher;
  private long nextRtcpIndex;
  private DropReason refusal = DropReason.SRTP_MALFORMED;

  SrtpOutbound(SrtpKeys keys, LoopScratch scratch) {
    cipher = PacketCipher.of(keys.profile(), keys.outboundKey(), keys.outboundSalt(), scratch);
  }

  /** Protects a packet that has room behind it for {@link LoopScratch#MAX_PROTECTION_BYTES}; its new length, or {@link #REFUSED}. */
  int protectRtp(byte[] bytes, int offset, int length) {
    int header = RtpView.headerLength(bytes, offset, length);
    if (header < 0) {
      return refuse(DropReason.SRTP_MALFORMED);
    }
    int ssrc = RtpView.ssrcOf(bytes, offset);
    SrtpStream stream = streams.find(ssrc);
    if (stream == null) {
      if (streams.isFull()) {
        return refuse(DropReason.STREAM_LIMIT);
      }
      stream = new SrtpStream(ssrc);
      streams.add(stream);
    }
    long index = stream.estimateIndex(RtpView.sequenceOf(bytes, offset));
    if (index > MAX_INDEX || !stream.rtp().isFresh(index)) {
      return refuse(DropReason.SRTP_INDEX_REUSED);
    }
    stream.rtp().mark(index);
    return cipher.protectRtp(bytes, offset, length, header, index);
  }

  /**
   * Protects an RTCP compound that has room behind it for {@link LoopScratch#MAX_PROTECTION_BYTES}; its new length, or {@link #REFUSED}.
   * All senders of this transport share one index, which receivers take from the packet.
   */
  int protectRtcp(byte[] bytes, int offset, int length) {
    if (length < PacketCipher.RTCP_CLEAR_BYTES || BigEndian.u8(bytes, offset) >> 6 != 2) {
      return refuse(DropReason.SRTP_MALFORMED);
    }
    if (nextRtcpIndex > PacketCipher.RTCP_INDEX_MASK) {
      return refuse(DropReason.SRTP_INDEX_REUSED);
    }
    return cipher.protectRtcp(bytes, offset, length, (int) nextRtcpIndex++);
  }

  /** Why the last packet was refused. */
  DropReason refusal() {
    return refusal;
  }

  private int refuse(DropReason reason) {
    refusal = reason;
    return REFUSED;
  }
}
