package io.ringcast.sfu.api;

import java.util.Map;

/** The media plane's counters since start and what it holds; all loops together. */
public record SfuReport(
    int loops,
    int peers,
    int publications,
    int subscriptions,
    Traffic traffic,
    Held held,
    Tcp tcp,
    Map<DropReason, Long> drops) {

  /** What crossed the sockets. */
  public record Traffic(long packetsIn, long bytesIn, long packetsOut, long bytesOut, long sendCalls) {}

  /** What the loops hold now; it falls back to its rest when all have left. */
  public record Held(int packets, int timers) {}

  /**
   * ICE over TCP.
   *
   * @param accepted connections since start
   * @param open connections now in use by peers
   * @param waitingBytes what waits in them because their peers read slowly
   * @param framesLeftOut video frames that were not sent for that reason
   * @param refused connections that we closed, by reason
   */
  public record Tcp(long accepted, int open, long waitingBytes, long framesLeftOut, Map<ConnectionRefusal, Long> refused) {}
}
