package io.ringcast.sfu.congestion;

/**
 * How long packets wait on the path: their one-way delay above the least of the last one to two minutes. The clocks of both ends need not
 * agree, only run alike: in that time they drift apart by a few milliseconds.
 */
final class QueueDelay {
  private static final long EPOCH_NS = 60_000_000_000L;
  private static final int SHARE = 8;

  private long leastNs = Long.MAX_VALUE;
  private long earlierLeastNs = Long.MAX_VALUE;
  private long epochNs;
  private long smoothedNs;
  private boolean started;

  void add(long sentNs, long arrivalNs) {
    long delayNs = arrivalNs - sentNs;
    if (!started || sentNs - epochNs > EPOCH_NS) {
      earlierLeastNs = leastNs;
      leastNs = Long.MAX_VALUE;
      epochNs = sentNs;
    }
    leastNs = Math.min(leastNs, delayNs);
    long aboveNs = delayNs - Math.min(leastNs, earlierLeastNs);
    smoothedNs = started ? smoothedNs + (aboveNs - smoothedNs) / SHARE : 0;
    started = true;
  }

  long delayNs() {
    return smoothedNs;
  }

  void reset() {
    started = false;
    leastNs = Long.MAX_VALUE;
    earlierLeastNs = Long.MAX_VALUE;
    smoothedNs = 0;
  }
}
