package io.ringcast.sfu.sctp;

/** Asks a silent peer whether it is there: RFC 9260 section 8.3. */
final class Heartbeat {
  static final long INTERVAL_NS = 30_000_000_000L;

  private long dueNs = Deadlines.NEVER;
  private long sentNs = Deadlines.NEVER;

  long dueNs() {
    return dueNs;
  }

  void begin(long nowNs) {
    dueNs = nowNs + INTERVAL_NS;
  }

  /** Notes that one leaves; true when the one before was not answered. */
  boolean leaves(long nowNs, long answerNs) {
    boolean unanswered = sentNs != Deadlines.NEVER;
    sentNs = nowNs;
    dueNs = nowNs + answerNs;
    return unanswered;
  }

  /** The time an answer took that brings this moment back; -1 when it answers nothing. */
  long answered(long echoedNs, long nowNs) {
    if (sentNs == Deadlines.NEVER || echoedNs != sentNs) {
      return -1;
    }
    sentNs = Deadlines.NEVER;
    dueNs = nowNs + INTERVAL_NS;
    return nowNs - echoedNs;
  }

  /** Data show that the peer is there: nothing need be asked for a while. */
  void heard(long nowNs) {
    sentNs = Deadlines.NEVER;
    dueNs = nowNs + INTERVAL_NS;
  }
}
