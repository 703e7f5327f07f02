package io.ringcast.sfu.sim;

import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * How bad one direction of a path is.
 *
 * @param loss share of datagrams lost one by one, 0 to 1
 * @param burst chance that a datagram begins a burst in which all are lost
 * @param burstPackets mean length of a burst
 * @param duplication share delivered twice
 * @param delayNs one-way delay
 * @param jitterNs up to this much more, evenly distributed: more than the spacing of packets reorders them
 * @param rateBps what the bottleneck passes in a second, 0 for no bottleneck
 */
record LinkQuality(double loss, double burst, double burstPackets, double duplication, long delayNs, long jitterNs, long rateBps) {
  static final LinkQuality CLEAN = even(0, 0, 5, 0);
  private static final long MS = 1_000_000;

  /** Without bursts and bottleneck. */
  static LinkQuality even(double loss, double duplication, long delayMs, long jitterMs) {
    return new LinkQuality(loss, 0, 0, duplication, delayMs * MS, jitterMs * MS, 0);
  }

  /** A healed path: nothing is lost, and packets overtake each other by a few places at most. */
  static LinkQuality healed(RandomGenerator random) {
    return even(0, 0, 1 + random.nextInt(60), random.nextInt(3));
  }

  /** Anything from a wire to a train in a tunnel; half of the paths are fair. */
  static LinkQuality draw(RandomGenerator random) {
    double loss = switch (random.nextInt(6)) {
      case 0 -> 0;
      case 1, 2 -> 0.01 * random.nextDouble();
      case 3, 4 -> 0.08 * random.nextDouble();
      default -> 0.30 * random.nextDouble();
    };
    boolean bursts = random.nextInt(4) == 0;
    long jitterMs = random.nextBoolean() ? random.nextInt(4) : random.nextInt(60);
    boolean narrow = random.nextInt(5) == 0;
    return new LinkQuality(loss, bursts ? 0.01 * random.nextDouble() : 0, bursts ? 1 + random.nextInt(30) : 0,
        random.nextInt(3) == 0 ? 0.05 * random.nextDouble() : 0, (1 + random.nextInt(120)) * MS, jitterMs * MS,
        narrow ? 150_000 + random.nextInt(1_500_000) : 0);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "loss %.1f%% bursts %.2f%%x%.0f dup %.1f%% %d+%d ms%s",
        loss * 100, burst * 100, burstPackets, duplication * 100, delayNs / MS, jitterNs / MS,
        rateBps == 0 ? "" : " " + rateBps / 1_000 + " kbit/s");
  }
}
