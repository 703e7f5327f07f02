package io.ringcast.sfu.routing;

/** Whether a loop has forwarded so much lately that saving its time is worth a little delay. */
final class LoopLoad {
  /** Two thousand packets in a tenth of a second: a loop whose packets leave one by one spends a tenth of its core on them. */
  static final int BUSY_PACKETS = 2_000;

  private static final long WINDOW_NS = 100_000_000L;

  private final int busyPackets;
  private long windowEndNs;
  private int packets;
  private boolean busy;

  /** @param busyPackets forwarded in a tenth of a second make a loop a busy one; 0: it always is */
  LoopLoad(int busyPackets) {
    this.busyPackets = busyPackets;
  }

  void forwarded(int count, long nowNs) {
    roll(nowNs);
    packets += count;
  }

  boolean isBusy(long nowNs) {
    roll(nowNs);
    return busy || packets >= busyPackets;
  }

  private void roll(long nowNs) {
    if (nowNs - windowEndNs >= 0) {
      busy = packets >= busyPackets && nowNs - windowEndNs < WINDOW_NS;
      packets = 0;
      windowEndNs = nowNs + WINDOW_NS;
    }
  }
}
