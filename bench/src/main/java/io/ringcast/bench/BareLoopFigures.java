package io.ringcast.bench;

import java.util.Locale;

/**
 * What the bare loop did.
 *
 * @param cpuNs of its thread, in user and kernel
 * @param allocatedBytes by its thread: what the JDK's cipher needs, and the datagram of each send
 */
record BareLoopFigures(BareLoop.Plan plan, long cpuNs, long elapsedNs, long packets, long allocatedBytes) {
  private static final double NS_PER_S = 1e9;
  private static final double NS_PER_US = 1e3;

  double cpuUsPerPacket() {
    return packets == 0 ? 0 : cpuNs / NS_PER_US / packets;
  }

  double packetsPerCoreSecond() {
    return cpuNs == 0 ? 0 : packets * NS_PER_S / cpuNs;
  }

  double bytesPerPacket() {
    return packets == 0 ? 0 : (double) allocatedBytes / packets;
  }

  String text() {
    return String.format(Locale.ROOT, """
      bare loop: %d receivers, runs of %d packets of %d bytes, AEAD_AES_128_GCM, %.0f s
      CPU per packet  %.3f us  (%.0f packets a second of a core), allocated %.0f bytes""",
      plan.receivers(), plan.run(), plan.bytes(), elapsedNs / NS_PER_S, cpuUsPerPacket(), packetsPerCoreSecond(),
      bytesPerPacket());
  }

  String json() {
    return String.format(Locale.ROOT, """
      {
        "benchmark": "bare-loop",
        "receivers": %d,
        "run": %d,
        "bytes": %d,
        "packets": %d,
        "cpuUsPerPacket": %.4f,
        "packetsPerCoreSecond": %.0f,
        "allocatedBytesPerPacket": %.1f
      }
      """, plan.receivers(), plan.run(), plan.bytes(), packets, cpuUsPerPacket(), packetsPerCoreSecond(), bytesPerPacket());
  }
}
