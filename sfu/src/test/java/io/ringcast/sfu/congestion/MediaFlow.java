package io.ringcast.sfu.congestion;

import io.ringcast.sfu.sim.VirtualTime;
import io.ringcast.sfu.wire.RtcpReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A sender that follows its estimate as an encoder does, 30 frames a second, with probes; and its receiver, which answers every 100 ms
 * in bytes of RTCP. What happens is noted every tenth of a second.
 */
final class MediaFlow {
  static final long MS = 1_000_000;
  static final long SAMPLE_NS = 100 * MS;
  private static final long FRAME_NS = 33_333_333;
  private static final long FEEDBACK_NS = 100 * MS;
  private static final long SPACING_NS = MS;
  private static final int PACKET_BYTES = 1_200;
  private static final int SSRC = 7;

  private final VirtualTime time;
  private final RandomGenerator random;
  private final SimulatedPath forward;
  private final SimulatedPath backward;
  private final SimulatedPath.Lane there;
  private final SimulatedPath.Lane back;
  private final BandwidthEstimator estimator;
  private final SentPackets sent = new SentPackets();
  private final FeedbackIntake intake = new FeedbackIntake(sent, new PacketReports());
  private final Prober prober;
  private final FeedbackWriter receiver = new FeedbackWriter();
  private final RtcpReader reader = new RtcpReader();
  private final long mostBps;
  private final long leastBps;
  private long number;
  private @Nullable Probe probe;
  private long probeEndNs;
  private boolean paused;
  private boolean stopped;
  private long sentPackets;
  private long arrivedPackets;
  private long arrivedBytes;
  private long sampledArrived;
  private long waitNs;
  private final List<Sample> samples = new ArrayList<>();

  /** @param waitMs the longest that a packet waited that arrived in it */
  record Sample(double second, long estimateBps, long deliveredBps, double waitMs) {}

  /** Both directions of a path, and what the sender may do. */
  record Setup(SimulatedPath forward, SimulatedPath backward, long delayMs, long leastBps, long mostBps) {}

  MediaFlow(VirtualTime time, RandomGenerator random, Setup setup, BandwidthEstimator estimator) {
    this.time = time;
    this.random = random;
    forward = setup.forward();
    backward = setup.backward();
    there = new SimulatedPath.Lane(setup.delayMs());
    back = new SimulatedPath.Lane(setup.delayMs());
    leastBps = setup.leastBps();
    mostBps = setup.mostBps();
    this.estimator = estimator;
    estimator.onRtt(2 * setup.delayMs() * MS);
    prober = new Prober(2 * mostBps);
    prober.want(mostBps);
  }

  MediaFlow run(long fromSecond, long toSecond) {
    time.at(fromSecond * 1_000 * MS, () -> {
      frame();
      answer();
      sample();
    });
    time.at(toSecond * 1_000 * MS, () -> stopped = true);
    return this;
  }

  MediaFlow pause(long fromSecond, long toSecond) {
    time.at(fromSecond * 1_000 * MS, () -> paused = true);
    time.at(toSecond * 1_000 * MS, () -> paused = false);
    return this;
  }

  List<Sample> samples() {
    return samples;
  }

  BandwidthEstimator estimator() {
    return estimator;
  }

  FeedbackIntake intake() {
    return intake;
  }

  long arrivedBytes() {
    return arrivedBytes;
  }

  double lossShare() {
    return sentPackets == 0 ? 0 : 1 - (double) arrivedPackets / sentPackets;
  }

  private void frame() {
    if (stopped) {
      return;
    }
    if (!paused) {
      long rate = Math.clamp(estimator.rateBps(time.nowNs()), leastBps, mostBps);
      double size = rate / 8.0 * FRAME_NS / 1e9 * (0.85 + 0.3 * random.nextDouble());
      int packets = Math.max(1, (int) Math.ceil(size / PACKET_BYTES));
      int bytes = Math.max(100, (int) (size / packets));
      prober.onSent(time.nowNs());
      maybeProbe(rate);
      for (int i = 0; i < packets; i++) {
        time.after(i * Math.min(SPACING_NS, FRAME_NS / packets), () -> send(bytes));
      }
    }
    time.after(FRAME_NS, this::frame);
  }

  private void maybeProbe(long mediaBps) {
    long nowNs = time.nowNs();
    Probe begun = prober.next(estimator.rateBps(nowNs), estimator.isCalm(nowNs), nowNs);
    if (begun == null) {
      return;
    }
    probe = begun;
    probeEndNs = nowNs + begun.durationNs();
    long padding = Math.max(0, begun.rateBps() - mediaBps) / 8 * begun.durationNs() / 1_000_000_000L;
    int count = (int) Math.ceilDiv(padding, begun.paddingBytes());
    for (int i = 0; i < count; i++) {
      time.after(i * begun.durationNs() / count, () -> send(begun.paddingBytes()));
    }
  }

  private void send(int bytes) {
    long nowNs = time.nowNs();
    long mine = number++;
    boolean probing = probe != null && nowNs <= probeEndNs;
    sent.add(mine, SSRC, (int) mine & 0xFFFF, bytes, probing && probe != null ? probe.id() : SentPackets.NO_PROBE, nowNs);
    estimator.onSent(nowNs);
    sentPackets++;
    forward.carry(bytes, there, waited -> {
      arrivedPackets++;
      arrivedBytes += bytes;
      waitNs = Math.max(waitNs, waited);
      receiver.onArrival(mine, time.nowNs());
    });
  }

  private void answer() {
    byte[] message = receiver.write();
    if (message.length > 0) {
      backward.carry(message.length + 50, back, waited -> onFeedback(message));
    }
    if (!stopped) {
      time.after(FEEDBACK_NS, this::answer);
    }
  }

  private void onFeedback(byte[] message) {
    long nowNs = time.nowNs();
    reader.wrap(message, 0, message.length);
    while (reader.next()) {
      if (intake.read(reader, nowNs)) {
        estimator.onReports(intake.reports(), nowNs);
      }
    }
    long shown = estimator.takeProbeResult();
    if (shown != BandwidthEstimator.NO_RESULT) {
      prober.onResult(shown);
    }
  }

  private void sample() {
    long bits = (arrivedBytes - sampledArrived) * 8;
    sampledArrived = arrivedBytes;
    samples.add(new Sample(time.nowNs() / 1e9, estimator.rateBps(time.nowNs()), bits * 1_000 * MS / SAMPLE_NS, waitNs / 1e6));
    waitNs = 0;
    if (!stopped) {
      time.after(SAMPLE_NS, this::sample);
    }
  }

  /** The mean of what arrived in these seconds, in bits a second. */
  double delivered(double from, double to) {
    return samples.stream().filter(s -> s.second() > from && s.second() <= to).mapToLong(Sample::deliveredBps).average().orElse(0);
  }

  double meanEstimate(double from, double to) {
    return samples.stream().filter(s -> s.second() > from && s.second() <= to).mapToLong(Sample::estimateBps).average().orElse(0);
  }

  /** When the estimate first reached a rate, counted from a moment; infinite when it never did. */
  double secondsUntil(double from, Predicate<Sample> reached) {
    return samples.stream().filter(s -> s.second() >= from && reached.test(s)).mapToDouble(Sample::second).findFirst()
      .orElse(Double.POSITIVE_INFINITY) - from;
  }

  /** The wait that this share of tenths of a second stayed below. */
  double waitMs(double share, double from, double to) {
    double[] waits = samples.stream().filter(s -> s.second() > from && s.second() <= to).mapToDouble(Sample::waitMs).sorted().toArray();
    return waits.length == 0 ? 0 : waits[(int) Math.min(waits.length - 1, Math.ceil(share * waits.length))];
  }
}
