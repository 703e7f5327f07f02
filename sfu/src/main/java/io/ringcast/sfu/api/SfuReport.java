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
    Map<DropReason, Long> drops) {

  /** What crossed the sockets. */
  public record Traffic(long packetsIn, long bytesIn, long packetsOut, long bytesOut, long sendCalls) {}

  /** What the loops hold now; it falls back to its rest when all have left. */
  public record Held(int packets, int timers) {}
}
