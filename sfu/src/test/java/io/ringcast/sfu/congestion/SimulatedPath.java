package io.ringcast.sfu.congestion;

import io.ringcast.sfu.sim.VirtualTime;
import java.util.random.RandomGenerator;

/** One direction of a path that several flows share: a bottleneck with a queue that drops what would wait too long, then random loss. */
final class SimulatedPath {
  static final long MS = 1_000_000;
  private static final long NS_PER_S = 1_000_000_000L;
  private static final double JITTER_DEVIATION_NS = 5 * MS;

  private final VirtualTime time;
  private final RandomGenerator random;
  private long rateBps;
  private final long queueNs;
  private double loss;
  private long mostJitterNs;
  private long freeNs;

  /** Hears that a packet arrived and how long it waited in the queue. */
  interface Receiver {
    void onArrival(long waitedNs);
  }

  SimulatedPath(VirtualTime time, RandomGenerator random, long rateBps, long queueMs) {
    this.time = time;
    this.random = random;
    this.rateBps = rateBps;
    queueNs = queueMs * MS;
  }

  SimulatedPath loss(double share) {
    loss = share;
    return this;
  }

  /** Half a normal distribution of 5 ms, cut off here; packets of one flow do not overtake each other. */
  SimulatedPath jitter(long mostMs) {
    mostJitterNs = mostMs * MS;
    return this;
  }

  /** What waits now leaves at the new rate. */
  void rate(long bitrateBps) {
    long nowNs = time.nowNs();
    long waitingNs = Math.max(0, freeNs - nowNs);
    freeNs = nowNs + (long) ((double) waitingNs * rateBps / bitrateBps);
    rateBps = bitrateBps;
  }

  long rateBps() {
    return rateBps;
  }

  /** Plans this rate for a moment to come. */
  SimulatedPath rateAt(long second, long bitrateBps) {
    time.at(second * NS_PER_S, () -> rate(bitrateBps));
    return this;
  }

  /** Carries a packet; false when it was dropped. */
  boolean carry(int bytes, Lane lane, Receiver receiver) {
    long nowNs = time.nowNs();
    long waitNs = Math.max(0, freeNs - nowNs);
    if (waitNs > queueNs) {
      return false;
    }
    freeNs = nowNs + waitNs + (long) bytes * Byte.SIZE * NS_PER_S / rateBps;
    if (loss > 0 && random.nextDouble() < loss) {
      return false;
    }
    long jitterNs = mostJitterNs == 0 ? 0 : Math.min(mostJitterNs, (long) Math.abs(random.nextGaussian() * JITTER_DEVIATION_NS));
    lane.lastNs = Math.max(lane.lastNs, freeNs + lane.delayNs + jitterNs);
    time.at(lane.lastNs, () -> receiver.onArrival(waitNs));
    return true;
  }

  /** A flow's own stretch behind the bottleneck. */
  static final class Lane {
    private final long delayNs;
    private long lastNs;

    Lane(long delayMs) {
      delayNs = delayMs * MS;
    }
  }
}
