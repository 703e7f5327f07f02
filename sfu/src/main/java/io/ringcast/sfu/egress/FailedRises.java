package io.ringcast.sfu.egress;

import io.ringcast.sfu.congestion.Allocator;

/**
 * Remembers what one path did not carry after all: a rise that had to be taken back soon is not tried again for a while, ever longer,
 * unless much more is known to fit than it takes. Each such try costs its viewer a keyframe, a full queue and another keyframe.
 */
final class FailedRises {
  private static final long SOON_NS = 4_000_000_000L;
  private static final long FIRST_NS = 20_000_000_000L;
  private static final long MOST_NS = 60_000_000_000L;
  /** A rise, or a fall, is by so much. */
  private static final double CHANGE = 1.2;
  /** What is known to fit beyond what failed by so much is no wavering. */
  private static final double CLEARLY = 1.5;

  private long roseNs;
  private long roseToBps;
  private long failedBps;
  private long waitNs;
  private long untilNs = Long.MIN_VALUE;

  /** What may be divided of a rate. */
  long limit(long rateBps, long nowNs) {
    boolean waits = nowNs < untilNs && rateBps < CLEARLY * failedBps;
    return waits ? Math.min(rateBps, (long) (failedBps * Allocator.HEADROOM) - 1) : rateBps;
  }

  /**
   * A division was made.
   *
   * @param full whether the path told that it carries no more
   */
  void onDivided(long beforeBps, long afterBps, boolean full, long nowNs) {
    if (afterBps > CHANGE * beforeBps) {
      roseNs = nowNs;
      roseToBps = afterBps;
    } else if (roseToBps > 0 && nowNs - roseNs > SOON_NS) {
      roseToBps = 0;
      waitNs = 0;
    } else if (roseToBps > 0 && full && CHANGE * afterBps < beforeBps) {
      failedBps = roseToBps;
      roseToBps = 0;
      waitNs = Math.clamp(2 * waitNs, FIRST_NS, MOST_NS);
      untilNs = nowNs + waitNs;
    }
  }
}
