package io.ringcast.signaling.insight;

/**
 * What keeps a member from seeing and hearing well, or others from seeing and hearing it. Each is measured by one value, which is trouble
 * from {@code noticed} on and cannot be worse than {@code grave}.
 */
public enum Trouble {
  /** It has media to send or to receive, and no open connection for it. */
  NOT_CONNECTED(1, 1, 100, 5_000),
  /** Videos that it should see and that wait for their first keyframe. */
  NO_PICTURE(1, 1, 90, 2_000),
  /** Packets a second that were left out, since its connection takes no more. */
  SLOW_PATH(1, 50, 80, 0),
  /** The share of what it was sent that did not arrive, at the worst of its streams. */
  LOSS_RECEIVING(0.02, 0.2, 90, 0),
  /** The share of what it sent that did not arrive, after repair. */
  LOSS_SENDING(0.02, 0.2, 90, 0),
  /** Its own streams that should flow and do not. */
  NOT_SENDING(1, 1, 60, 5_000),
  /** Keyframes a second that its pictures needed to go on: each is a picture that froze. */
  FREEZES(0.5, 2, 70, 0),
  /** The share of what it was sent that it asked for again. */
  REPEATS(0.03, 0.3, 60, 0),
  ROUND_TRIP_MS(300, 1_000, 50, 0),
  JITTER_MS(60, 250, 40, 0),
  /** Videos that it asked for in a layer which their publisher does not send. */
  LAYER_MISSING(1, 4, 20, 5_000);

  /** What the least trouble of a kind weighs, of the gravest. */
  private static final double LEAST = 0.25;

  private final double noticed;
  private final double grave;
  private final int weight;
  private final long settleMs;

  /**
   * One kind.
   *
   * @param weight what it counts when it is grave, of 100
   * @param settleMs how long it has to last: joining and switching take a moment
   */
  Trouble(double noticed, double grave, int weight, long settleMs) {
    this.noticed = noticed;
    this.grave = grave;
    this.weight = weight;
    this.settleMs = settleMs;
  }

  boolean isNoticed(double value) {
    return value >= noticed;
  }

  /** 0 to 100. */
  double severity(double value) {
    if (!isNoticed(value)) {
      return 0;
    }
    double share = grave > noticed ? Math.min(1, (value - noticed) / (grave - noticed)) : 1;
    return weight * (LEAST + (1 - LEAST) * share);
  }

  long settleMs() {
    return settleMs;
  }
}
