package io.ringcast.client.media;

import java.util.Arrays;

/**
 * A histogram of latencies: each power of two of microseconds in 32 steps, so that a value is at most 3 % off.
 *
 * <p>Owned by one thread; {@link #add(Latencies)} merges.
 */
public final class Latencies {
  private static final int STEP_BITS = 5;
  private static final int STEPS = 1 << STEP_BITS;
  private static final int BUCKETS = 40 * STEPS;
  private static final long NS_PER_US = 1_000;

  private final long[] buckets = new long[BUCKETS];
  private long count;

  public void record(long latencyNs) {
    buckets[bucketOf(Math.max(0, latencyNs / NS_PER_US))]++;
    count++;
  }

  public void add(Latencies other) {
    for (int i = 0; i < BUCKETS; i++) {
      buckets[i] += other.buckets[i];
    }
    count += other.count;
  }

  public void clear() {
    Arrays.fill(buckets, 0);
    count = 0;
  }

  public long count() {
    return count;
  }

  /** The latency that this share (0 to 1) did not exceed, in microseconds; 0 when nothing was recorded. */
  public long quantileUs(double share) {
    long rank = (long) Math.ceil(share * count);
    long seen = 0;
    for (int i = 0; i < BUCKETS; i++) {
      seen += buckets[i];
      if (seen >= rank && seen > 0) {
        return valueOf(i);
      }
    }
    return 0;
  }

  private static int bucketOf(long us) {
    if (us < STEPS) {
      return (int) us;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(us) - STEP_BITS;
    return Math.min(BUCKETS - 1, (shift + 1) * STEPS + (int) ((us >> shift) - STEPS));
  }

  private static long valueOf(int bucket) {
    if (bucket < STEPS) {
      return bucket;
    }
    int shift = bucket / STEPS - 1;
    return (long) (bucket % STEPS + STEPS) << shift;
  }
}
