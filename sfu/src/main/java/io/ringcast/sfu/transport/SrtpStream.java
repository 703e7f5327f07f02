package io.ringcast.sfu.transport;

/** What SRTP keeps for one SSRC in one direction: how far its packet index went, in RTP and in RTCP. */
final class SrtpStream {
  private static final int SEQUENCE_BITS = 16;
  private static final int HALF = 1 << (SEQUENCE_BITS - 1);

  private final int ssrc;
  private final ReplayWindow rtp = new ReplayWindow();
  private final ReplayWindow rtcp = new ReplayWindow();
  private long lastUse;

  SrtpStream(int ssrc) {
    this.ssrc = ssrc;
  }

  int ssrc() {
    return ssrc;
  }

  ReplayWindow rtp() {
    return rtp;
  }

  ReplayWindow rtcp() {
    return rtcp;
  }

  /** The order of this stream's last packet among those of its table. */
  long lastUse() {
    return lastUse;
  }

  void lastUse(long lastUse) {
    this.lastUse = lastUse;
  }

  /**
   * The 48-bit packet index a sequence number most likely stands for (RFC 3711 section 3.3.1): the one closest to the highest so far.
   * Negative when that would be before the stream's first roll-over period.
   */
  long estimateIndex(int sequence) {
    return estimateIndex(rtp.highest(), sequence);
  }

  static long estimateIndex(long highest, int sequence) {
    if (highest < 0) {
      return sequence;
    }
    long rollOver = highest >> SEQUENCE_BITS;
    int newest = (int) (highest & 0xFFFF);
    if (newest < HALF) {
      rollOver -= sequence - newest > HALF ? 1 : 0;
    } else {
      rollOver += newest - HALF > sequence ? 1 : 0;
    }
    return (rollOver << SEQUENCE_BITS) | sequence;
  }
}
