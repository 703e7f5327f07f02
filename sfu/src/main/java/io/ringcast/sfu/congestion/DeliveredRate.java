package io.ringcast.sfu.congestion;

import java.util.Arrays;

/** What reaches the peer, in bits a second by its own clock. */
final class DeliveredRate {
  private static final int BUCKETS = 32;
  private static final long BUCKET_NS = 25_000_000;
  /** The newest third of a second where it holds enough packets to go by, else all there is. */
  private static final int FEW_BUCKETS = 12;
  private static final int ENOUGH_PACKETS = 12;
  private static final long NS_PER_S = 1_000_000_000L;
  /** Before so much was seen, nothing is known. */
  private static final int FIRST_BUCKETS = 6;
  /** As rate. */
  static final long UNKNOWN = -1;

  private final int[] bytes = new int[BUCKETS];
  private final int[] packets = new int[BUCKETS];
  private long newest = Long.MIN_VALUE;
  private long oldest;
  private long lastNs;

  void add(long arrivalNs, int size) {
    long bucket = Math.floorDiv(arrivalNs, BUCKET_NS);
    if (newest == Long.MIN_VALUE || bucket - newest > BUCKETS || newest - bucket >= BUCKETS) {
      Arrays.fill(bytes, 0);
      Arrays.fill(packets, 0);
      newest = bucket;
      oldest = bucket;
      lastNs = arrivalNs;
    }
    while (newest < bucket) {
      newest++;
      bytes[slotOf(newest)] = 0;
      packets[slotOf(newest)] = 0;
    }
    bytes[slotOf(bucket)] += size;
    packets[slotOf(bucket)]++;
    lastNs = Math.max(lastNs, arrivalNs);
  }

  long bitrateBps() {
    long known = newest == Long.MIN_VALUE ? 0 : Math.min(newest - oldest + 1, BUCKETS);
    if (known < FIRST_BUCKETS) {
      return UNKNOWN;
    }
    long sum = 0;
    int counted = 0;
    int buckets = 0;
    while (buckets < known && (buckets < FEW_BUCKETS || counted < ENOUGH_PACKETS)) {
      sum += bytes[slotOf(newest - buckets)];
      counted += packets[slotOf(newest - buckets)];
      buckets++;
    }
    long spanNs = (buckets - 1) * BUCKET_NS + lastNs - newest * BUCKET_NS;
    return sum * Byte.SIZE * NS_PER_S / Math.max(spanNs, BUCKET_NS);
  }

  private static int slotOf(long bucket) {
    return (int) Math.floorMod(bucket, (long) BUCKETS);
  }
}
