package io.ringcast.sfu.api;

import java.util.Map;

/** The media plane's counters since start; all loops together. */
public record SfuReport(
    int loops,
    int peers,
    int publications,
    int subscriptions,
    Traffic traffic,
    Map<DropReason, Long> drops) {

  /** What crossed the sockets. */
  public record Traffic(long packetsIn, long bytesIn, long packetsOut, long bytesOut, long sendCalls) {}
}
