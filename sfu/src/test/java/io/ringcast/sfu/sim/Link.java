package io.ringcast.sfu.sim;

import java.util.Random;
import java.util.function.Consumer;

/** One direction of a path: loses, doubles, delays and so reorders datagrams, all from one seeded generator. */
final class Link {
  private final VirtualTime time;
  private final Random random;
  private Quality quality;
  private long lost;

  /**
   * @param loss share of datagrams lost, 0 to 1
   * @param duplication share delivered twice
   * @param delayNs one-way delay
   * @param jitterNs up to this much more, evenly distributed: more than the spacing of packets reorders them
   */
  record Quality(double loss, double duplication, long delayNs, long jitterNs) {
    static final Quality CLEAN = new Quality(0, 0, 5_000_000, 0);
  }

  Link(VirtualTime time, Random random, Quality quality) {
    this.time = time;
    this.random = random;
    this.quality = quality;
  }

  void quality(Quality quality) {
    this.quality = quality;
  }

  long lost() {
    return lost;
  }

  void carry(byte[] datagram, Consumer<byte[]> receiver) {
    if (random.nextDouble() < quality.loss()) {
      lost++;
      return;
    }
    deliver(datagram, receiver);
    if (random.nextDouble() < quality.duplication()) {
      deliver(datagram, receiver);
    }
  }

  private void deliver(byte[] datagram, Consumer<byte[]> receiver) {
    long jitterNs = quality.jitterNs() == 0 ? 0 : random.nextLong(quality.jitterNs());
    byte[] copy = datagram.clone();
    time.after(quality.delayNs() + jitterNs, () -> receiver.accept(copy));
  }
}
