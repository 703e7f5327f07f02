package io.ringcast.bench.calls;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens while it is measured; any thread. */
final class CallTally {
  private static final int TIMES_MAX = 1_000_000;
  private static final double NS_PER_MS = 1e6;

  private final LongAdder cycles = new LongAdder();
  private final LongAdder refusals = new LongAdder();
  private final long[] ringNs = new long[TIMES_MAX];
  private final AtomicInteger rings = new AtomicInteger();

  void ended() {
    cycles.increment();
  }

  void refused() {
    refusals.increment();
  }

  void rang(long afterNs) {
    int at = rings.getAndIncrement();
    if (at < TIMES_MAX) {
      ringNs[at] = afterNs;
    }
  }

  /** Forgets what was, such as the warming up. */
  void reset() {
    cycles.reset();
    refusals.reset();
    rings.set(0);
  }

  CallFigures figures(double seconds, double cpuSeconds) {
    long[] sorted = Arrays.copyOf(ringNs, Math.min(rings.get(), TIMES_MAX));
    Arrays.sort(sorted);
    return new CallFigures(cycles.sum(), seconds, cpuSeconds, refusals.sum(), percentile(sorted, 0.5), percentile(sorted, 0.99));
  }

  private static double percentile(long[] sorted, double part) {
    return sorted.length == 0 ? 0 : sorted[(int) (part * (sorted.length - 1))] / NS_PER_MS;
  }
}
