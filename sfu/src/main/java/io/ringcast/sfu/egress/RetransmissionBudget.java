package io.ringcast.sfu.egress;

/**
 * How many bytes may be sent again: as many a second as the media itself has, which outlasts a loss of 40 % with its lost retransmissions
 * and still keeps a peer that asks for everything again and again from more than doubling its own stream.
 */
final class RetransmissionBudget {
  /** Lets a still picture or a voice be repaired: a few packets a second, whatever the media's rate. */
  private static final long LEAST_RATE_BPS = 300_000;
  private static final long NS_PER_S = 1_000_000_000L;

  /** Each costs a look-up, whether it can be answered or not: several times what a stream of 1,000 packets a second could lose. */
  private static final int QUESTIONS_PER_SECOND = 10_000;
  /** Two full NACKs of a browser. */
  private static final int QUESTIONS_SAVED = 2_048;

  private long questionNs = QUESTIONS_SAVED * (NS_PER_S / QUESTIONS_PER_SECOND);
  private long bytes;
  private long filledNs;
  private boolean started;

  /**
   * Fills up for the time since the last call, to at most one second's worth.
   *
   * @param mostBps what the path has for it
   */
  void refill(long mediaBitrateBps, long mostBps, long nowNs) {
    long bytesPerSecond = Math.min(mostBps, Math.max(LEAST_RATE_BPS, mediaBitrateBps)) / Byte.SIZE;
    long elapsedNs = started ? Math.clamp(nowNs - filledNs, 0, NS_PER_S) : NS_PER_S;
    bytes = Math.min(bytesPerSecond, bytes + bytesPerSecond * elapsedNs / NS_PER_S);
    long savedNs = QUESTIONS_SAVED * (NS_PER_S / QUESTIONS_PER_SECOND);
    questionNs = Math.min(savedNs, questionNs + elapsedNs);
    filledNs = nowNs;
    started = true;
  }

  /** Takes the cost of looking for one packet; false when too many were asked for. */
  boolean ask() {
    if (questionNs < NS_PER_S / QUESTIONS_PER_SECOND) {
      return false;
    }
    questionNs -= NS_PER_S / QUESTIONS_PER_SECOND;
    return true;
  }

  boolean take(int count) {
    if (count > bytes) {
      return false;
    }
    bytes -= count;
    return true;
  }
}
