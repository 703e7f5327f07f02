package io.ringcast.calls.exchange;

/** How much one user may ask for: so much at once, and so much a second from then on. Owned by the exchange's thread. */
final class Pace {
  static final int BURST = 60;
  static final int PER_SECOND = 20;
  /** A command that makes others' devices ring costs more. */
  static final int RINGING_COST = 5;
  private static final long MS_PER_SECOND = 1_000;

  private long leftMilli = BURST * MS_PER_SECOND;
  private long atMs;

  Pace(long nowMs) {
    atMs = nowMs;
  }

  boolean take(int cost, long nowMs) {
    leftMilli = Math.min(BURST * MS_PER_SECOND, leftMilli + (nowMs - atMs) * PER_SECOND);
    atMs = nowMs;
    if (leftMilli < cost * MS_PER_SECOND) {
      return false;
    }
    leftMilli -= cost * MS_PER_SECOND;
    return true;
  }
}
