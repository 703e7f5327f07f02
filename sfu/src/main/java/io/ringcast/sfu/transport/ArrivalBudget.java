package io.ringcast.sfu.transport;

/**
 * How many packets one peer may send: whoever sends more takes the CPU and the socket's buffer from the loop's other peers, so what is
 * beyond is dropped before anything is decrypted. A token bucket, filled as time goes by.
 */
final class ArrivalBudget {
  /** About 100 Mbit/s of large packets; a browser's three layers with audio are 1,000 packets a second. */
  static final int PACKETS_PER_SECOND = 10_000;

  /** A keyframe of a large picture several times over, or what a peer sent while its network held it back. */
  static final int BURST_PACKETS = 4_000;

  private static final long NS_PER_PACKET = 1_000_000_000L / PACKETS_PER_SECOND;

  /** What is saved up, as time: one packet costs {@link #NS_PER_PACKET}. */
  private long savedNs = BURST_PACKETS * NS_PER_PACKET;
  private long filledNs;
  private boolean started;

  /** Takes one packet's worth; false when nothing is left. */
  boolean take(long nowNs) {
    if (started && nowNs - filledNs > 0) {
      savedNs = Math.min(BURST_PACKETS * NS_PER_PACKET, savedNs + (nowNs - filledNs));
    }
    filledNs = nowNs;
    started = true;
    if (savedNs < NS_PER_PACKET) {
      return false;
    }
    savedNs -= NS_PER_PACKET;
    return true;
  }
}
