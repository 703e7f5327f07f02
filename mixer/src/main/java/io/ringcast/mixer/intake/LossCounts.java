package io.ringcast.mixer.intake;

/** How often each {@link IntakeLoss} happened. Owned by one thread. */
public final class LossCounts {
  private final long[] counts = new long[IntakeLoss.values().length];
  private final long[] taken = new long[IntakeLoss.values().length];

  void count(IntakeLoss loss) {
    counts[loss.ordinal()]++;
  }

  void count(IntakeLoss loss, long times) {
    counts[loss.ordinal()] += times;
  }

  /** Those since this was asked last. */
  public long takeNew(IntakeLoss loss) {
    long fresh = counts[loss.ordinal()] - taken[loss.ordinal()];
    taken[loss.ordinal()] = counts[loss.ordinal()];
    return fresh;
  }

  public long of(IntakeLoss loss) {
    return counts[loss.ordinal()];
  }
}
