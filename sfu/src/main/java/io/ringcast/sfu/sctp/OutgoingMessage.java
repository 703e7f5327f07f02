package io.ringcast.sfu.sctp;

import io.ringcast.sfu.api.PeerData;

/** A message on its way out, shared by the chunks that carry it. */
final class OutgoingMessage {
  static final int UNLIMITED = -1;

  /** What keeping a message and its chunks costs beside its bytes, so that many short ones fill the buffer too. */
  static final int OVERHEAD_BYTES = PeerData.MESSAGE_OVERHEAD_BYTES;

  private static final byte[] NOTHING = new byte[0];

  final OutgoingStream stream;
  final int ppid;
  final boolean unordered;
  private final int length;
  private final int maxRetransmits;
  private final long expiresNs;
  private byte[] bytes;
  private int ssn;
  private int taken;
  private int settled;
  private boolean abandoned;

  /**
   * @param bytes not to be changed any more
   * @param maxRetransmits or {@link #UNLIMITED}
   * @param expiresNs or {@link Deadlines#NEVER}
   */
  OutgoingMessage(OutgoingStream stream, int ppid, byte[] bytes, boolean unordered, int maxRetransmits, long expiresNs) {
    this.stream = stream;
    this.ppid = ppid;
    this.bytes = bytes;
    this.length = bytes.length;
    this.unordered = unordered;
    this.maxRetransmits = maxRetransmits;
    this.expiresNs = expiresNs;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  int costBytes() {
    return length + OVERHEAD_BYTES;
  }

  int ssn() {
    return ssn;
  }

  /** How much of it has been put into chunks. */
  int taken() {
    return taken;
  }

  int left() {
    return length - taken;
  }

  /** Puts the next bytes into a chunk; the first of an ordered message gives it its number. */
  void take(int count) {
    if (taken == 0 && !unordered) {
      ssn = stream.takeSsn();
    }
    taken += count;
  }

  /** Some of its bytes are acknowledged for good; true when all are. */
  boolean settle(int count) {
    settled += count;
    return settled == length;
  }

  boolean isAbandoned() {
    return abandoned;
  }

  void abandon() {
    abandoned = true;
    bytes = NOTHING;
  }

  /** Whether its channel's limits forbid to send it, or a chunk of it, once more. */
  boolean isOverdue(int timesSent, long nowNs) {
    return (maxRetransmits != UNLIMITED && timesSent > maxRetransmits) || Deadlines.isDue(expiresNs, nowNs);
  }
}
