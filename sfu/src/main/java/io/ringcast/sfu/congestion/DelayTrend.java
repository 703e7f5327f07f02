package io.ringcast.sfu.congestion;

/**
 * Whether the queue on the path grows: the slope of a line through the smoothed one-way delays of the last groups, against a threshold that
 * follows what the path does anyway, so that a queue that others fill does not silence us (Carlucci et al., Analysis and Design of the
 * Google Congestion Control, MMSys 2016; draft-ietf-rmcat-gcc-02 sections 5.3 and 5.4 with the line in the Kalman filter's place).
 */
final class DelayTrend {
  /** What the path does. */
  enum Usage {
    /** The queue empties. */
    UNDERUSED,
    STEADY,
    /** The queue grows. */
    OVERUSED
  }

  private static final int POINTS = 20;
  private static final double SMOOTHING = 0.9;
  /** A slope is multiplied by the groups it rests on, up to so many, and by the gain, to be compared with milliseconds. */
  private static final int MOST_GROUPS = 60;
  private static final double GAIN = 4;
  private static final double FIRST_THRESHOLD_MS = 12.5;
  private static final double LEAST_THRESHOLD_MS = 6;
  private static final double MOST_THRESHOLD_MS = 600;
  /** Per millisecond: the threshold rises slowly towards a trend beyond it, and comes back faster. */
  private static final double RISE = 0.0087;
  private static final double FALL = 0.039;
  /** A trend this far beyond the threshold is a sudden change, which the threshold does not follow. */
  private static final double SPIKE_MS = 15;
  /** So long the trend must stay beyond the threshold. */
  private static final double OVERUSE_MS = 10;
  private static final double LONGEST_STEP_MS = 100;
  private static final double NS_PER_MS = 1e6;

  private final double[] times = new double[POINTS];
  private final double[] delays = new double[POINTS];
  private int groups;
  private double clockMs;
  private double accumulatedMs;
  private double smoothedMs;
  private double threshold = FIRST_THRESHOLD_MS;
  private double beyondMs = -1;
  private double previousTrend;
  private double trend;
  private Usage usage = Usage.STEADY;

  /** Takes the next group's spacing. */
  Usage onGroup(long sentDeltaNs, long arrivalDeltaNs) {
    double stepMs = Math.max(0, arrivalDeltaNs / NS_PER_MS);
    clockMs += stepMs;
    accumulatedMs += (arrivalDeltaNs - sentDeltaNs) / NS_PER_MS;
    smoothedMs = groups == 0 ? accumulatedMs : SMOOTHING * smoothedMs + (1 - SMOOTHING) * accumulatedMs;
    times[groups % POINTS] = clockMs;
    delays[groups % POINTS] = smoothedMs;
    groups++;
    if (groups >= POINTS) {
      trend = slope() * Math.min(groups, MOST_GROUPS) * GAIN;
      judge(sentDeltaNs / NS_PER_MS);
      followThreshold(Math.min(stepMs, LONGEST_STEP_MS));
      previousTrend = trend;
    }
    return usage;
  }

  Usage usage() {
    return usage;
  }

  double thresholdMs() {
    return threshold;
  }

  void reset() {
    groups = 0;
    accumulatedMs = 0;
    beyondMs = -1;
    usage = Usage.STEADY;
    trend = 0;
    previousTrend = 0;
  }

  private void judge(double sentStepMs) {
    if (trend > threshold) {
      beyondMs = beyondMs < 0 ? sentStepMs / 2 : beyondMs + sentStepMs;
      if (beyondMs > OVERUSE_MS && trend >= previousTrend) {
        beyondMs = 0;
        usage = Usage.OVERUSED;
      }
    } else {
      beyondMs = -1;
      usage = trend < -threshold ? Usage.UNDERUSED : Usage.STEADY;
    }
  }

  private void followThreshold(double stepMs) {
    double size = Math.abs(trend);
    if (size <= threshold + SPIKE_MS) {
      threshold += (size < threshold ? FALL : RISE) * (size - threshold) * stepMs;
      threshold = Math.clamp(threshold, LEAST_THRESHOLD_MS, MOST_THRESHOLD_MS);
    }
  }

  /** Least squares. */
  private double slope() {
    double meanTime = 0;
    double meanDelay = 0;
    for (int i = 0; i < POINTS; i++) {
      meanTime += times[i] / POINTS;
      meanDelay += delays[i] / POINTS;
    }
    double above = 0;
    double below = 0;
    for (int i = 0; i < POINTS; i++) {
      above += (times[i] - meanTime) * (delays[i] - meanDelay);
      below += (times[i] - meanTime) * (times[i] - meanTime);
    }
    return below == 0 ? previousTrend : above / below;
  }
}
