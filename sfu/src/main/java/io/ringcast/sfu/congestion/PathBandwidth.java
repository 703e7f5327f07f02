package io.ringcast.sfu.congestion;

import io.ringcast.sfu.wire.RtcpReader;

/** One peer's path: what was sent into it, what came back about that, and how much it carries by that. Owned by the peer's loop. */
public final class PathBandwidth {
  private final SentPackets sent = new SentPackets();
  private final FeedbackIntake intake;
  private final BandwidthEstimator estimator;

  /** @param reports a loop's scratch for what feedback tells */
  public PathBandwidth(EstimatorSettings settings, PacketReports reports) {
    intake = new FeedbackIntake(sent, reports);
    estimator = new PathEstimator(settings);
  }

  /** A packet left under this transport-wide number, counted from the first. */
  public void onSent(long number, int ssrc, int rtpSequence, int bytes, long nowNs) {
    sent.add(number, ssrc, rtpSequence, bytes, SentPackets.NO_PROBE, nowNs);
    estimator.onSent(nowNs);
  }

  /** Reads the reader's current packet, if it speaks of the path. */
  public void onRtcp(RtcpReader reader, long nowNs) {
    if (intake.read(reader, nowNs)) {
      estimator.onReports(intake.reports(), nowNs);
    } else if (reader.isRemb()) {
      estimator.onRemb(reader.rembBitrateBps(), nowNs);
    }
  }

  public void onRtt(long rttNs) {
    estimator.onRtt(rttNs);
  }

  public Estimate why(long nowNs) {
    return estimator.why(nowNs);
  }

  /** How often a fault was met in the peer's feedback. */
  public long faults(FeedbackFault fault) {
    return intake.faults(fault);
  }
}
