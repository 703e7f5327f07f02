package io.ringcast.sfu.sctp;

/** How much may be under way at one time: RFC 9260 section 7.2. */
final class CongestionWindow {
  /** More than the protocol's three or four packets, as TCP (RFC 6928) and WebRTC's stacks do: a message of 11 kB leaves at once. */
  static final int INITIAL_BYTES = 10 * PacketDraft.PACKET_BYTES;

  static final int MIN_BYTES = 4 * PacketDraft.PACKET_BYTES;
  private static final long NOT_RECOVERING = Long.MIN_VALUE;

  private int bytes = INITIAL_BYTES;
  private int threshold = Integer.MAX_VALUE;
  private int acknowledged;
  private long recoveredAt = NOT_RECOVERING;

  int bytes() {
    return bytes;
  }

  boolean allows(int inFlight) {
    return inFlight < bytes;
  }

  boolean isRecovering() {
    return recoveredAt != NOT_RECOVERING;
  }

  /** @param inFlightBefore what was under way before these bytes were acknowledged: a window that is not used does not grow */
  void acknowledged(int newly, int inFlightBefore, boolean cumulative) {
    if (isRecovering() || !cumulative) {
      return;
    }
    boolean used = inFlightBefore + PacketDraft.PACKET_BYTES > bytes;
    if (bytes <= threshold) {
      if (used) {
        bytes += Math.min(newly, PacketDraft.PACKET_BYTES);
      }
      return;
    }
    acknowledged += newly;
    if (acknowledged >= bytes) {
      if (used) {
        acknowledged -= bytes;
        bytes += PacketDraft.PACKET_BYTES;
      } else {
        acknowledged = bytes;
      }
    }
  }

  /** Packets were found missing: half the window, once until all that is under way now is acknowledged. */
  void lost(long highestSent) {
    if (!isRecovering()) {
      halve();
      bytes = threshold;
      recoveredAt = highestSent;
    }
  }

  void acknowledgedUpTo(long tsn) {
    if (isRecovering() && tsn >= recoveredAt) {
      recoveredAt = NOT_RECOVERING;
    }
  }

  /** Nothing was answered in time: one packet at a time again. */
  void timedOut() {
    halve();
    bytes = PacketDraft.PACKET_BYTES;
    recoveredAt = NOT_RECOVERING;
  }

  /** After a silence the window of old says nothing about the path any more. */
  void rested() {
    bytes = Math.min(bytes, INITIAL_BYTES);
  }

  private void halve() {
    threshold = Math.max(bytes / 2, MIN_BYTES);
    acknowledged = 0;
  }
}
