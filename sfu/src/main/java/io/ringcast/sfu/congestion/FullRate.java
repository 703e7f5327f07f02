package io.ringcast.sfu.congestion;

/** At what rate the path was full before: a moving mean of what was delivered when its queue grew, and how far the values lay apart. */
final class FullRate {
  private static final double SHARE = 0.05;
  /** As a share of the mean: less is not believed, more is no knowledge. */
  private static final double LEAST_DEVIATION = 0.02;
  private static final double MOST_DEVIATION = 0.1;
  private static final double FIRST_DEVIATION = 0.04;
  private static final double DEVIATIONS = 3;

  private double meanBps;
  private double deviation = FIRST_DEVIATION;

  void add(long deliveredBps) {
    if (meanBps > 0 && Math.abs(deliveredBps - meanBps) > reach()) {
      meanBps = 0;
    }
    if (meanBps == 0) {
      meanBps = deliveredBps;
      deviation = FIRST_DEVIATION;
      return;
    }
    double off = Math.abs(deliveredBps - meanBps) / meanBps;
    meanBps += SHARE * (deliveredBps - meanBps);
    deviation = Math.clamp(deviation + SHARE * (off - deviation), LEAST_DEVIATION, MOST_DEVIATION);
  }

  boolean isKnown() {
    return meanBps > 0;
  }

  /** This much fits: what said that less does is wrong by now. */
  void forgetBelow(long rateBps) {
    if (rateBps > meanBps + reach()) {
      meanBps = 0;
    }
  }

  private double reach() {
    return DEVIATIONS * deviation * meanBps;
  }
}
