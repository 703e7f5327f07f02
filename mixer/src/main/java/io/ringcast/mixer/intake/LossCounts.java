package io.ringcast.mixer.intake;

/** How often each {@link IntakeLoss} happened. Owned by one thread. */
public final class LossCounts {
  private final long[] counts = new long[IntakeLoss.values().length];

  void count(IntakeLoss loss) {
    counts[loss.ordinal()]++;
  }

  void count(IntakeLoss loss, long times) {
    counts[loss.ordinal()] += times;
  }

  public long of(IntakeLoss loss) {
    return counts[loss.ordinal()];
  }
}
