package io.ringcast.sfu.egress;

/**
 * How many bytes may be sent again: as many a second as the media itself has, which outlasts a loss of 40 % with its lost retransmissions
 * and still keeps a peer that asks for everything again and again from more than doubling its own stream.
 */
final class RetransmissionBudget {
  /** Lets a still picture or a voice be repaired: a few packets a second, whatever the media's rate. */
  private static final long LEAST_RATE_BPS = 300_000;
  private static final long NS_PER_S = 1_000_000_000L;

  private long bytes;
  private long filledNs;
  private boolean started;

  /** Fills up for the time since the last call, to at most one second's worth. */
  void refill(long mediaBitrateBps, long nowNs) {
    long bytesPerSecond = Math.max(LEAST_RATE_BPS, mediaBitrateBps) / Byte.SIZE;
    long elapsedNs = started ? Math.clamp(nowNs - filledNs, 0, NS_PER_S) : NS_PER_S;
    bytes = Math.min(bytesPerSecond, bytes + bytesPerSecond * elapsedNs / NS_PER_S);
    filledNs = nowNs;
    started = true;
  }

  boolean take(int count) {
    if (count > bytes) {
      return false;
    }
    bytes -= count;
    return true;
  }
}
