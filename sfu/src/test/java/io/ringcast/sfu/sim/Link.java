package io.ringcast.sfu.sim;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** One direction of a path: loses, doubles, delays and so reorders datagrams, all from one seeded generator. */
final class Link {
  /** A bottleneck's queue; what would wait longer is dropped. */
  static final long QUEUE_NS = 400_000_000;
  private static final long NS_PER_S = 1_000_000_000L;
  /** IPv4 and UDP. */
  private static final int HEADER_BYTES = 28;

  private final VirtualTime time;
  private final RandomGenerator random;
  private LinkQuality quality;
  private int burstLeft;
  private long freeNs;

  Link(VirtualTime time, RandomGenerator random, LinkQuality quality) {
    this.time = time;
    this.random = random;
    this.quality = quality;
  }

  void quality(LinkQuality quality) {
    this.quality = quality;
    burstLeft = 0;
  }

  LinkQuality quality() {
    return quality;
  }

  /** Takes ownership of the bytes; false when they were lost. */
  boolean carry(byte[] datagram, Consumer<byte[]> receiver) {
    if (isLost()) {
      return false;
    }
    long waitNs = waitNs(datagram.length);
    if (waitNs > QUEUE_NS) {
      return false;
    }
    deliver(datagram, waitNs, receiver);
    if (quality.duplication() > 0 && random.nextDouble() < quality.duplication()) {
      deliver(datagram, waitNs, receiver);
    }
    return true;
  }

  private boolean isLost() {
    if (burstLeft > 0) {
      burstLeft--;
      return true;
    }
    if (quality.burst() > 0 && random.nextDouble() < quality.burst()) {
      burstLeft = (int) (random.nextDouble() * 2 * quality.burstPackets());
      return true;
    }
    return quality.loss() > 0 && random.nextDouble() < quality.loss();
  }

  private long waitNs(int bytes) {
    if (quality.rateBps() == 0) {
      return 0;
    }
    long nowNs = time.nowNs();
    long waitNs = Math.max(0, freeNs - nowNs);
    if (waitNs <= QUEUE_NS) {
      freeNs = nowNs + waitNs + NS_PER_S * Byte.SIZE * (bytes + HEADER_BYTES) / quality.rateBps();
    }
    return waitNs;
  }

  private void deliver(byte[] datagram, long waitNs, Consumer<byte[]> receiver) {
    long jitterNs = quality.jitterNs() == 0 ? 0 : random.nextLong(quality.jitterNs());
    time.after(waitNs + quality.delayNs() + jitterNs, () -> receiver.accept(datagram));
  }
}
