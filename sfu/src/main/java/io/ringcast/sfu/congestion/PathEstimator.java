package io.ringcast.sfu.congestion;

import io.ringcast.sfu.congestion.DelayTrend.Usage;
import io.ringcast.sfu.congestion.Estimate.Cause;

/**
 * The estimator of the GCC family: the least of what the queue, loss, and the receiver allow, raised by what probes show to fit.
 */
public final class PathEstimator implements BandwidthEstimator {
  /** A receiver's word holds so long; it repeats it about once a second. */
  private static final long REMB_NS = 10_000_000_000L;
  /** No feedback for so long, beyond a round trip, tells that nothing arrives, or nothing returns: it comes ten times a second. */
  private static final long SILENCE_NS = 1_000_000_000L;
  /** The rate halves with each of these. */
  private static final long HALVING_NS = 1_000_000_000L;
  private static final int MOST_HALVINGS = 10;
  /** After the queue grew nothing is tried for so long. */
  private static final long REST_NS = 1_500_000_000L;
  /** Spacings are compared within a stream, not across a rest of this length. */
  private static final long BREAK_NS = 2_000_000_000L;
  /** What a path carried so long ago says nothing of it: longer than probes wait for each other. */
  private static final long FORGOTTEN_NS = 8_000_000_000L;
  private static final long NEVER = Long.MIN_VALUE;
  private static final double NS_PER_MS = 1e6;

  private final EstimatorSettings settings;
  private final ArrivalGroups groups = new ArrivalGroups();
  private final DelayTrend trend = new DelayTrend();
  private final QueueDelay queue = new QueueDelay();
  private final DeliveredRate delivered = new DeliveredRate();
  private final DelayLimit delayLimit;
  private final LossLimit lossLimit;
  private final ProbeMeasure probe = new ProbeMeasure();
  private long rembBps = Long.MAX_VALUE;
  private long rembNs = NEVER;
  private long rttNs;
  private long awaitedSinceNs = NEVER;
  private long lastSentNs = NEVER;
  private long leftNs = NEVER;
  private boolean heard;
  private boolean probed;
  private long probeResult = NO_RESULT;

  public PathEstimator(EstimatorSettings settings) {
    this.settings = settings;
    delayLimit = new DelayLimit(settings.startBps(), settings.floorBps());
    lossLimit = new LossLimit(settings.floorBps());
  }

  @Override
  public void onSent(long nowNs) {
    if (awaitedSinceNs == NEVER || isForgotten(nowNs)) {
      awaitedSinceNs = nowNs;
    }
    if (isForgotten(nowNs)) {
      delayLimit.raise(settings.startBps());
      lossLimit.raise(settings.startBps());
    }
    leftNs = nowNs;
  }

  @Override
  public void trust(long bitrateBps) {
    delayLimit.trust(bitrateBps);
  }

  @Override
  public void onReports(PacketReports reports, long nowNs) {
    heard = true;
    awaitedSinceNs = NEVER;
    Usage usage = trend.usage();
    boolean probeOver = probe.id() != SentPackets.NO_PROBE;
    for (int i = 0; i < reports.count(); i++) {
      if (reports.isReceived(i)) {
        usage = onArrival(reports.sentNs(i), reports.arrivalNs(i), reports.bytes(i), usage);
      }
      lossLimit.onPacket(reports.sentNs(i), reports.bytes(i), reports.isReceived(i), reports.isLate(i));
      probe.onPacket(reports.probe(i), reports.sentNs(i), reports.arrivalNs(i), reports.bytes(i));
      probeOver = reports.probe(i) == SentPackets.NO_PROBE;
    }
    long sentRateBps = delivered.bitrateBps() < 0 ? DeliveredRate.UNKNOWN : (long) (delivered.bitrateBps() / (1 - lossLimit.pathLoss()));
    delayLimit.update(usage, sentRateBps, nowNs);
    probed &= usage == Usage.STEADY;
    lossLimit.update(allowedBps(nowNs), queue.delayNs(), nowNs);
    takeProbe(probeOver, usage);
  }

  @Override
  public void onProbeTold() {
    takeProbe(true, trend.usage());
  }

  /** The worst that a message tells counts. */
  private Usage onArrival(long sentNs, long arrivalNs, int bytes, Usage soFar) {
    if (lastSentNs != NEVER && sentNs - lastSentNs > BREAK_NS) {
      groups.reset();
      trend.reset();
    }
    lastSentNs = Math.max(lastSentNs, sentNs);
    delivered.add(arrivalNs, bytes);
    queue.add(sentNs, arrivalNs);
    if (!groups.add(sentNs, arrivalNs)) {
      return soFar;
    }
    if (Math.abs(groups.arrivalDeltaNs() - groups.sentDeltaNs()) > FeedbackIntake.LEAP_NS) {
      groups.reset();
      trend.reset();
      queue.reset();
      return Usage.STEADY;
    }
    return trend.onGroup(groups.sentDeltaNs(), groups.arrivalDeltaNs());
  }

  private void takeProbe(boolean over, Usage usage) {
    long shown = probe.result(over, lossLimit.pathLoss());
    if (shown == NO_RESULT) {
      return;
    }
    probeResult = shown;
    if (usage != Usage.OVERUSED) {
      lossLimit.raise(Math.min(shown, settings.ceilingBps()));
    }
    if (usage != Usage.OVERUSED && shown > delayLimit.rateBps()) {
      delayLimit.raise(Math.min(shown, settings.ceilingBps()));
      probed = true;
    }
  }

  @Override
  public void onRemb(long bitrateBps, long nowNs) {
    rembBps = Math.max(0, bitrateBps);
    rembNs = nowNs;
  }

  @Override
  public void onRtt(long rttNs) {
    this.rttNs = rttNs;
    delayLimit.rtt(rttNs);
  }

  @Override
  public long rateBps(long nowNs) {
    return Math.max(settings.floorBps(), allowedBps(nowNs) >> halvings(nowNs));
  }

  private long allowedBps(long nowNs) {
    long allowed = Math.max(Math.min(delayLimit.rateBps(), lossLimit.limitBps()), isForgotten(nowNs) ? settings.startBps() : 0);
    return Math.clamp(Math.min(allowed, remb(nowNs)), settings.floorBps(), settings.ceilingBps());
  }

  private long remb(long nowNs) {
    return rembNs != NEVER && nowNs - rembNs < REMB_NS ? rembBps : Long.MAX_VALUE;
  }

  private int halvings(long nowNs) {
    long silentNs = awaitedSinceNs == NEVER ? 0 : nowNs - awaitedSinceNs - rttNs;
    return silentNs < SILENCE_NS || isForgotten(nowNs) ? 0 : (int) Math.min(MOST_HALVINGS, 1 + (silentNs - SILENCE_NS) / HALVING_NS);
  }

  @Override
  public boolean isCalm(long nowNs) {
    return isRested(nowNs) && trend.usage() == Usage.STEADY && lossLimit.isCalm(nowNs) && halvings(nowNs) == 0;
  }

  @Override
  public long takeProbeResult() {
    long result = probeResult;
    probeResult = NO_RESULT;
    return result;
  }

  @Override
  public Estimate why(long nowNs) {
    return new Estimate(rateBps(nowNs), cause(nowNs), delayLimit.rateBps(), lossLimit.limitBps(), delivered.bitrateBps(),
      queue.delayNs() / NS_PER_MS, lossLimit.pathLoss(), heard);
  }

  private Cause cause(long nowNs) {
    long allowed = allowedBps(nowNs);
    if (halvings(nowNs) > 0) {
      return Cause.SILENCE;
    }
    if (!heard && remb(nowNs) > allowed) {
      return Cause.START;
    }
    if (allowed == settings.ceilingBps()) {
      return Cause.CEILING;
    }
    if (remb(nowNs) <= Math.min(delayLimit.rateBps(), lossLimit.limitBps())) {
      return Cause.REMB;
    }
    if (allowed == settings.floorBps()) {
      return Cause.FLOOR;
    }
    if (lossLimit.limitBps() < delayLimit.rateBps()) {
      return lossLimit.state() == LossLimit.State.TESTING ? Cause.LOSS_TEST : Cause.LOSS;
    }
    if (trend.usage() != Usage.STEADY || !isRested(nowNs)) {
      return Cause.QUEUE;
    }
    return probed ? Cause.PROBE : Cause.GROWING;
  }

  private boolean isForgotten(long nowNs) {
    return leftNs != NEVER && nowNs - leftNs > FORGOTTEN_NS;
  }

  private boolean isRested(long nowNs) {
    return delayLimit.fellNs() == NEVER || nowNs - delayLimit.fellNs() > REST_NS;
  }
}
