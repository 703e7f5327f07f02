package io.ringcast.sfu.ingress;

import io.ringcast.sfu.wire.payload.PayloadInfo;
import java.util.Arrays;

/** Bitrate, also by temporal layer, and frame rate of one layer over the last second, in buckets of a tenth. */
final class LayerMeter {
  static final long BUCKET_NS = 100_000_000;
  static final int BUCKETS = 10;

  private final long[] bytes = new long[BUCKETS];
  private final long[][] temporalBytes = new long[PayloadInfo.MAX_LAYERS][BUCKETS];
  private final long[] temporalSums = new long[PayloadInfo.MAX_LAYERS];
  private final int[] frames = new int[BUCKETS];
  private boolean started;
  private long bucket;
  private long byteSum;
  private int frameSum;
  private boolean timestampKnown;
  private int newestTimestamp;

  /** Counts a packet; one with a newer timestamp begins a frame. */
  void add(int packetBytes, int timestamp, int temporalLayer, long nowNs) {
    turnTo(nowNs);
    int slot = slotOf(bucket);
    bytes[slot] += packetBytes;
    byteSum += packetBytes;
    int temporal = Math.min(temporalLayer, temporalSums.length - 1);
    temporalBytes[temporal][slot] += packetBytes;
    temporalSums[temporal] += packetBytes;
    if (!timestampKnown || timestamp - newestTimestamp > 0) {
      timestampKnown = true;
      newestTimestamp = timestamp;
      frames[slot]++;
      frameSum++;
    }
  }

  long bitrateBps(long nowNs) {
    turnTo(nowNs);
    return byteSum * Byte.SIZE;
  }

  /** What a temporal layer takes with those below it. */
  long bitrateBps(int temporalLayer, long nowNs) {
    turnTo(nowNs);
    long sum = 0;
    for (int i = 0; i <= temporalLayer; i++) {
      sum += temporalSums[i];
    }
    return sum * Byte.SIZE;
  }

  double framesPerSecond(long nowNs) {
    turnTo(nowNs);
    return frameSum;
  }

  /** The layer's timestamps start anew. */
  void restart() {
    timestampKnown = false;
  }

  private void turnTo(long nowNs) {
    long now = Math.floorDiv(nowNs, BUCKET_NS);
    if (!started || now - bucket >= BUCKETS) {
      started = true;
      Arrays.fill(bytes, 0);
      Arrays.fill(frames, 0);
      byteSum = 0;
      for (int i = 0; i < temporalSums.length; i++) {
        Arrays.fill(temporalBytes[i], 0);
        temporalSums[i] = 0;
      }
      frameSum = 0;
      bucket = now;
      return;
    }
    while (bucket < now) {
      bucket++;
      int slot = slotOf(bucket);
      byteSum -= bytes[slot];
      frameSum -= frames[slot];
      bytes[slot] = 0;
      for (int i = 0; i < temporalSums.length; i++) {
        temporalSums[i] -= temporalBytes[i][slot];
        temporalBytes[i][slot] = 0;
      }
      frames[slot] = 0;
    }
  }

  private static int slotOf(long bucket) {
    return Math.floorMod(bucket, BUCKETS);
  }
}
