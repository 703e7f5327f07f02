package io.ringcast.sfu.transport;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.RtpView;

/**
 * Unprotects what one peer sends (RFC 3711). Roll-over counter, replay window and the stream itself exist or move only after the tag
 * verified, so nobody without the keys can change them.
 */
final class SrtpInbound {
  /** Answer of the unprotect methods for a packet that goes no further; {@link #refusal()} says why. */
  static final int REFUSED = -1;

  /**
   * Simulcast layers with their retransmissions, several publications, and those that were replaced: far more than a client sends. A new
   * stream beyond it takes the place of the one that was silent longest.
   */
  static final int MAX_STREAMS = 256;

  private static final int RTCP_SSRC_OFFSET = 4;

  private final SrtpStreams streams = new SrtpStreams(MAX_STREAMS);
  private final boolean indexed;
  private final PacketCipher cipher;
  private final SsrcListener ssrcs;
  private DropReason refusal = DropReason.SRTP_MALFORMED;

  SrtpInbound(SrtpKeys keys, LoopScratch scratch, SsrcListener ssrcs) {
    this.cipher = PacketCipher.of(keys.profile(), keys.inboundKey(), keys.inboundSalt(), scratch);
    this.indexed = cipher.rtcpIndexFromEnd() > 0;
    this.ssrcs = ssrcs;
  }

  /** Returns the length of the plain RTP packet, or {@link #REFUSED} with the bytes untouched. */
  int unprotectRtp(byte[] bytes, int offset, int length) {
    int header = RtpView.headerLength(bytes, offset, length);
    if (header < 0) {
      return refuse(DropReason.SRTP_MALFORMED);
    }
    int ssrc = RtpView.ssrcOf(bytes, offset);
    SrtpStream known = streams.find(ssrc);
    SrtpStream stream = known == null ? new SrtpStream(ssrc) : known;
    long index = stream.estimateIndex(RtpView.sequenceOf(bytes, offset));
    if (!stream.rtp().isFresh(index)) {
      return refuse(DropReason.SRTP_REPLAYED);
    }
    int plain = cipher.unprotectRtp(bytes, offset, length, header, index);
    if (plain == PacketCipher.NOT_AUTHENTIC) {
      return refuse(DropReason.SRTP_AUTH_FAILED);
    }
    stream.rtp().mark(index);
    if (known == null) {
      admit(stream);
    }
    return plain;
  }

  /** Returns the length of the plain RTCP compound, or {@link #REFUSED} with the bytes untouched. */
  int unprotectRtcp(byte[] bytes, int offset, int length) {
    if (length < PacketCipher.RTCP_CLEAR_BYTES + cipher.rtcpIndexFromEnd()) {
      return refuse(DropReason.SRTP_MALFORMED);
    }
    if (!indexed) {
      return cipher.unprotectRtcp(bytes, offset, length);
    }
    int ssrc = BigEndian.i32(bytes, offset + RTCP_SSRC_OFFSET);
    int index = BigEndian.i32(bytes, offset + length - cipher.rtcpIndexFromEnd()) & PacketCipher.RTCP_INDEX_MASK;
    SrtpStream known = streams.find(ssrc);
    SrtpStream stream = known == null ? new SrtpStream(ssrc) : known;
    if (!stream.rtcp().isFresh(index)) {
      return refuse(DropReason.SRTP_REPLAYED);
    }
    int plain = cipher.unprotectRtcp(bytes, offset, length);
    if (plain == PacketCipher.NOT_AUTHENTIC) {
      return refuse(DropReason.SRTP_AUTH_FAILED);
    }
    stream.rtcp().mark(index);
    if (known == null) {
      admit(stream);
    }
    return plain;
  }

  /** Why the last packet was refused. */
  DropReason refusal() {
    return refusal;
  }

  private int refuse(DropReason reason) {
    refusal = reason;
    return REFUSED;
  }

  private void admit(SrtpStream stream) {
    if (streams.isFull()) {
      SrtpStream forgotten = streams.forgetLongestSilent();
      if (forgotten != null) {
        ssrcs.onForgotten(forgotten.ssrc());
      }
    }
    streams.add(stream);
    ssrcs.onAuthenticated(stream.ssrc());
  }

  /** Hears which SSRCs this peer has proven to own. */
  interface SsrcListener {
    void onAuthenticated(int ssrc);

    void onForgotten(int ssrc);
  }
}
