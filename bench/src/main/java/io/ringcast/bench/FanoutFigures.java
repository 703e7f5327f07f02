package io.ringcast.bench;

import java.util.Locale;

/**
 * What one fan-out run gave.
 *
 * @param sent packets the publisher sent while it was measured
 * @param received distinct packets of all subscribers, the recovered ones included
 * @param expected what they should have received by sequence numbers
 */
record FanoutFigures(Fanout.Plan plan, long cpuNs, long elapsedNs, long sent, long received, long expected, long recovered,
  long p50Us, long p99Us, long residentBytes) {

  private static final double NS_PER_US = 1_000.0;
  private static final double BYTES_PER_MB = 1_000_000.0;

  /** The server's CPU time for each packet that a subscriber received. */
  double cpuUsPerPacket() {
    return received == 0 ? 0 : cpuNs / NS_PER_US / received;
  }

  double lossShare() {
    return expected == 0 ? 1 : Math.max(0, 1 - (double) received / expected);
  }

  /** What arrived of what the publisher sent to all: under 1 when subscribers stood still, which sequence numbers do not show. */
  double deliveredShare() {
    return sent == 0 ? 0 : (double) received / ((double) sent * plan.subscribers());
  }

  double coresBusy() {
    return (double) cpuNs / elapsedNs;
  }

  String text() {
    return String.format(Locale.ROOT, """
      1 publisher -> %d subscribers, %s, %s, %d s after %d s of warm-up
      server CPU per forwarded packet  %.2f us  (%.2f cores)
      packets received                 %d  (%.0f a second)
      delivered of what was sent       %.3f %%
      loss by sequence numbers         %.4f %%  (%d recovered by RTX)
      first packet of a frame          p50 %.2f ms, p99 %.2f ms
      server memory (RSS)              %.0f MB""",
      plan.subscribers(), plan.profile(), plan.spacingNs() == 0 ? "burst" : "1 ms apart", plan.seconds(), plan.warmUpSeconds(),
      cpuUsPerPacket(), coresBusy(), received, received * 1e9 / elapsedNs, 100 * deliveredShare(), 100 * lossShare(), recovered,
      p50Us / 1_000.0, p99Us / 1_000.0, residentBytes / BYTES_PER_MB);
  }

  String json() {
    return String.format(Locale.ROOT, """
      {
        "benchmark": "fanout",
        "subscribers": %d,
        "seconds": %d,
        "spacingNs": %d,
        "profile": "%s",
        "cpuUsPerForwardedPacket": %.3f,
        "coresBusy": %.3f,
        "packetsReceived": %d,
        "packetsSent": %d,
        "deliveredShare": %.6f,
        "lossShare": %.6f,
        "recovered": %d,
        "firstPacketP50Us": %d,
        "firstPacketP99Us": %d,
        "residentBytes": %d
      }
      """, plan.subscribers(), plan.seconds(), plan.spacingNs(), plan.profile(), cpuUsPerPacket(), coresBusy(), received, sent,
      deliveredShare(), lossShare(), recovered, p50Us, p99Us, residentBytes);
  }
}
