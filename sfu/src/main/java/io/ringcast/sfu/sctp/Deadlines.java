package io.ringcast.sfu.sctp;

/** Moments at which something is due. */
final class Deadlines {
  /** No moment. */
  static final long NEVER = Long.MAX_VALUE;

  private Deadlines() {}

  static boolean isDue(long dueNs, long nowNs) {
    return dueNs != NEVER && nowNs - dueNs >= 0;
  }
}
