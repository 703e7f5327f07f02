package io.ringcast.sfu.congestion;

import io.ringcast.sfu.wire.RtcpReader;
import org.jspecify.annotations.Nullable;

/**
 * One peer's path: what was sent into it, what came back about that, how much it carries by that, and the probe that runs. Owned by the
 * peer's loop.
 */
public final class PathBandwidth {
  private static final double NS_PER_S = 1e9;

  private final SentPackets sent = new SentPackets();
  private final FeedbackIntake intake;
  private final BandwidthEstimator estimator;
  private final Prober prober;
  private @Nullable Probe probe;
  private long probeBeganNs;
  private long probedBytes;

  /** @param reports a loop's scratch for what feedback tells */
  public PathBandwidth(EstimatorSettings settings, PacketReports reports) {
    intake = new FeedbackIntake(sent, reports);
    estimator = new PathEstimator(settings);
    prober = new Prober(settings.ceilingBps());
  }

  /** A packet left under this transport-wide number, counted from the first. */
  public void onSent(long number, int ssrc, int rtpSequence, int bytes, long nowNs) {
    Probe running = running(nowNs);
    sent.add(number, ssrc, rtpSequence, bytes, running == null ? SentPackets.NO_PROBE : running.id(), nowNs);
    estimator.onSent(nowNs);
    prober.onSent(nowNs);
    probedBytes += bytes;
  }

  /** Reads the reader's current packet, if it speaks of the path. */
  public void onRtcp(RtcpReader reader, long nowNs) {
    if (intake.read(reader, nowNs)) {
      estimator.onReports(intake.reports(), nowNs);
      if (running(nowNs) == null && intake.reports().reachNewest()) {
        estimator.onProbeTold();
      }
      long shown = estimator.takeProbeResult();
      if (shown != BandwidthEstimator.NO_RESULT) {
        prober.onResult(shown);
      }
    } else if (reader.isRemb()) {
      estimator.onRemb(reader.rembBitrateBps(), nowNs);
    }
  }

  public void onRtt(long rttNs) {
    estimator.onRtt(rttNs);
  }

  /**
   * So much would be of use now.
   *
   * @param probes whether probes can show that it fits; else the media themselves must
   */
  public void want(long bitrateBps, boolean probes) {
    prober.want(bitrateBps);
    estimator.trust(probes ? 0 : bitrateBps);
  }

  /** Begins a probe if one is due; true while one runs. */
  public boolean isProbing(long nowNs) {
    if (running(nowNs) == null) {
      probe = prober.next(estimator.rateBps(nowNs), estimator.isCalm(nowNs), nowNs);
      probeBeganNs = nowNs;
      probedBytes = 0;
    }
    return probe != null;
  }

  /** What is to leave now for the running probe, beyond what left since it began; 0 when none runs. */
  public long paddingBytes(long nowNs) {
    Probe running = running(nowNs);
    return running == null ? 0 : (long) ((nowNs - probeBeganNs) / NS_PER_S * running.rateBps()) / Byte.SIZE - probedBytes;
  }

  private @Nullable Probe running(long nowNs) {
    Probe running = probe;
    if (running != null && nowNs - probeBeganNs > running.durationNs()) {
      probe = null;
    }
    return probe;
  }

  public Estimate why(long nowNs) {
    return estimator.why(nowNs);
  }

  /** Whether any feedback came at all. */
  public boolean isHeard() {
    return sent.isAnswered();
  }

  /** How often a fault was met in the peer's feedback. */
  public long faults(FeedbackFault fault) {
    return intake.faults(fault);
  }
}
