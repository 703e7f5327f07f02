package io.ringcast.sfu.congestion;

/** How fast the packets of the newest probe left and arrived. */
final class ProbeMeasure {
  /** As result: not told yet, or not to be told. */
  static final long NOTHING = -1;

  private static final int FEWEST_PACKETS = 4;
  /** As many must arrive, of those that the path does not lose anyway. */
  private static final double ENOUGH = 0.8;
  /** What arrives slower than this share of how it left, found the path full. */
  private static final double FULL = 0.9;
  /** A little below what a full path let through, so that its queue empties. */
  private static final double BELOW_FULL = 0.95;
  /** What arrives faster than it left, by more, came out of a queue and tells nothing. */
  private static final double MOST_GAIN = 2;
  private static final long LEAST_SPAN_NS = 1_000_000;
  private static final double NS_PER_S = 1e9;

  private int id = SentPackets.NO_PROBE;
  private boolean told;
  private int packets;
  private int received;
  private long bytes;
  private int firstSize;
  private int lastSize;
  private long firstSentNs;
  private long lastSentNs;
  private long firstArrivalNs;
  private long lastArrivalNs;

  void onPacket(int probe, long sentNs, long arrivalNs, int size) {
    if (probe == SentPackets.NO_PROBE) {
      return;
    }
    if (probe != id) {
      begin(probe);
    }
    packets++;
    if (arrivalNs == PacketReports.LOST) {
      return;
    }
    if (received == 0) {
      firstSentNs = sentNs;
      firstArrivalNs = arrivalNs;
      firstSize = size;
    }
    received++;
    bytes += size;
    lastSentNs = Math.max(lastSentNs, sentNs);
    lastArrivalNs = Math.max(lastArrivalNs, arrivalNs);
    lastSize = size;
  }

  /** The rate that a finished probe showed to fit, once; {@link #NOTHING}. {@code over} says that none of its packets is awaited. */
  long result(boolean over, double pathLoss) {
    if (!over || told || id == SentPackets.NO_PROBE) {
      return NOTHING;
    }
    told = true;
    long sentSpanNs = lastSentNs - firstSentNs;
    long arrivalSpanNs = lastArrivalNs - firstArrivalNs;
    boolean enough = received >= FEWEST_PACKETS && received >= ENOUGH * (1 - pathLoss) * packets;
    if (!enough || sentSpanNs < LEAST_SPAN_NS || arrivalSpanNs < LEAST_SPAN_NS) {
      return NOTHING;
    }
    double sentBps = (bytes - lastSize) * Byte.SIZE * NS_PER_S / sentSpanNs;
    double arrivedBps = (bytes - firstSize) * Byte.SIZE * NS_PER_S / arrivalSpanNs;
    if (arrivedBps > MOST_GAIN * sentBps) {
      return NOTHING;
    }
    boolean full = arrivedBps < FULL * sentBps;
    double shown = full ? BELOW_FULL * arrivedBps : Math.min(sentBps, arrivedBps);
    return (long) (shown / Math.max(1 - pathLoss, ENOUGH / 2));
  }

  int id() {
    return id;
  }

  private void begin(int probe) {
    id = probe;
    told = false;
    packets = 0;
    received = 0;
    bytes = 0;
    lastSentNs = Long.MIN_VALUE;
    lastArrivalNs = Long.MIN_VALUE;
  }
}
