package io.ringcast.sfu.congestion;

import io.ringcast.sfu.congestion.DelayTrend.Usage;

/**
 * The rate that keeps the queue short (draft-ietf-rmcat-gcc-02 section 5.5): grows while the queue does not, by shares far from where the
 * path was full before and by steps near it; falls below what was delivered when the queue grows.
 *
 * <pre>
 *            OVERUSED            STEADY         UNDERUSED
 * GROW       fall, then HOLD     grow           HOLD
 * HOLD       fall                GROW           HOLD
 * </pre>
 */
final class DelayLimit {
  private static final double FALL = 0.85;
  private static final double SHARE_PER_S = 0.08;
  /** A packet in each response time is a step; at least this much in a second. */
  private static final int STEP_BYTES = 1_200;
  private static final double LEAST_STEP_BPS = 4_000;
  /** On a narrow path a packet is a large step. */
  private static final double MOST_STEP_PER_S = 0.18;
  /** From an overuse until a fall shows: a round trip, and the time until its feedback comes. */
  private static final long FEEDBACK_NS = 100_000_000;
  /** What is not used is not known to be there. */
  private static final double BEYOND_DELIVERED = 1.5;
  private static final long BEYOND_DELIVERED_BPS = 10_000;
  private static final double NS_PER_S = 1e9;
  private static final long LONGEST_STEP_NS = 1_000_000_000;

  private final long floorBps;
  private final FullRate full = new FullRate();
  private long rateBps;
  private long trustedBps;
  private long responseNs = 2 * FEEDBACK_NS;
  private boolean holding;
  private long updatedNs = Long.MIN_VALUE;
  private long fellNs = Long.MIN_VALUE;

  /** @param floorBps from less it would take too long to return */
  DelayLimit(long startBps, long floorBps) {
    this.floorBps = floorBps;
    rateBps = startBps;
  }

  long rateBps() {
    return rateBps;
  }

  /** When it fell last; {@link Long#MIN_VALUE} when it never did. */
  long fellNs() {
    return fellNs;
  }

  void rtt(long rttNs) {
    responseNs = rttNs + FEEDBACK_NS;
  }

  /** Grows to this even where less is delivered. */
  void trust(long bitrateBps) {
    trustedBps = bitrateBps;
  }

  /** @param deliveredBps what the path carries now, in terms of what is sent into it; {@link DeliveredRate#UNKNOWN} */
  void update(Usage usage, long deliveredBps, long nowNs) {
    long sinceNs = updatedNs == Long.MIN_VALUE ? 0 : Math.min(nowNs - updatedNs, LONGEST_STEP_NS);
    updatedNs = nowNs;
    switch (usage) {
      case OVERUSED -> fall(deliveredBps, nowNs);
      case UNDERUSED -> holding = true;
      case STEADY -> {
        if (holding) {
          holding = false;
        } else {
          grow(deliveredBps, sinceNs);
        }
      }
    }
  }

  /** A probe showed that this much fits. */
  void raise(long toBps) {
    rateBps = Math.max(rateBps, toBps);
    full.forgetBelow(toBps);
  }

  private void fall(long deliveredBps, long nowNs) {
    if (fellNs != Long.MIN_VALUE && nowNs - fellNs < responseNs) {
      return;
    }
    long carriedBps = deliveredBps == DeliveredRate.UNKNOWN ? rateBps : deliveredBps;
    if (deliveredBps != DeliveredRate.UNKNOWN) {
      full.add(deliveredBps);
    }
    rateBps = Math.max(floorBps, Math.min(rateBps, (long) (FALL * carriedBps)));
    fellNs = nowNs;
    holding = true;
  }

  private void grow(long deliveredBps, long sinceNs) {
    if (deliveredBps == DeliveredRate.UNKNOWN) {
      return;
    }
    full.forgetBelow(deliveredBps);
    double stepBps = SHARE_PER_S * rateBps;
    if (full.isKnown()) {
      double packetBps = STEP_BYTES * Byte.SIZE * NS_PER_S / responseNs;
      stepBps = Math.max(LEAST_STEP_BPS, Math.min(packetBps, MOST_STEP_PER_S * rateBps));
    }
    long mostBps = Math.max(trustedBps, (long) (BEYOND_DELIVERED * deliveredBps) + BEYOND_DELIVERED_BPS);
    if (rateBps < mostBps) {
      rateBps = Math.min(mostBps, rateBps + (long) (stepBps * sinceNs / NS_PER_S));
    }
  }
}
