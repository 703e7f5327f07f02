package io.ringcast.sfu.egress;

/** Measures the rate of what is sent over the last second or so. */
final class SendRates {
  private static final int BUCKETS = 8;
  private static final long BUCKET_NS = 125_000_000L;
  private static final long NS_PER_S = 1_000_000_000L;

  private final int[] bytes = new int[BUCKETS];
  private long bucket;
  private boolean started;

  void add(int count, long nowNs) {
    advance(nowNs);
    bytes[(int) Math.floorMod(bucket, (long) BUCKETS)] += count;
  }

  long bitrateBps(long nowNs) {
    advance(nowNs);
    long sum = 0;
    for (int count : bytes) {
      sum += count;
    }
    return sum * Byte.SIZE * NS_PER_S / (BUCKETS * BUCKET_NS);
  }

  private void advance(long nowNs) {
    long now = Math.floorDiv(nowNs, BUCKET_NS);
    if (!started) {
      started = true;
      bucket = now;
    }
    long steps = Math.min(now - bucket, BUCKETS);
    for (long i = 1; i <= steps; i++) {
      bytes[(int) Math.floorMod(now - steps + i, (long) BUCKETS)] = 0;
    }
    bucket = Math.max(bucket, now);
  }
}
