package io.ringcast.sfu.sctp;

/** Waits for the answer to something that is repeated as long as none comes: T1 and T2 of RFC 9260. */
final class AnswerTimer {
  /** About 20 s; these answers need no person. */
  static final int MAX_TRIES = 8;

  private long dueNs = Deadlines.NEVER;
  private int tries;

  long dueNs() {
    return dueNs;
  }

  /** It was said for the first time. */
  void start(long nowNs) {
    tries = 1;
    dueNs = nowNs + RetransmissionTimeout.INITIAL_NS;
  }

  void stop() {
    dueNs = Deadlines.NEVER;
  }

  /** Nothing came; false when it was said often enough. */
  boolean repeat(long nowNs) {
    if (tries >= MAX_TRIES) {
      return false;
    }
    dueNs = nowNs + Math.min(RetransmissionTimeout.INITIAL_NS << tries, RetransmissionTimeout.MAX_NS);
    tries++;
    return true;
  }
}
