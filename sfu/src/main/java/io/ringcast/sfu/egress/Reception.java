package io.ringcast.sfu.egress;

import io.ringcast.sfu.wire.ReportBlock;

/** What the subscriber reported last about the stream it gets: RFC 3550 section 6.4. */
final class Reception {
  private static final double FRACTION_UNITS = 256;
  private static final double MS_PER_S = 1_000;

  private final int clockRateHz;
  private double fractionLost;
  private double jitterMs;

  Reception(int clockRateHz) {
    this.clockRateHz = clockRateHz;
  }

  void onReportBlock(ReportBlock block) {
    fractionLost = block.fractionLost() / FRACTION_UNITS;
    jitterMs = block.jitter() * MS_PER_S / clockRateHz;
  }

  /** 0 to 1. */
  double fractionLost() {
    return fractionLost;
  }

  double jitterMs() {
    return jitterMs;
  }
}
