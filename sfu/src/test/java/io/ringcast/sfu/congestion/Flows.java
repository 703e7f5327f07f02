package io.ringcast.sfu.congestion;

import io.ringcast.sfu.sim.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Flows over one path in virtual time: everything of a run follows from its seed. */
final class Flows {
  private static final long NS_PER_S = 1_000_000_000L;
  private static final long WIDE_BPS = 100_000_000;
  private static final long QUEUE_MS = 300;

  final VirtualTime time = new VirtualTime();
  final Random random;
  final SimulatedPath forward;
  final SimulatedPath backward;
  final List<MediaFlow> flows = new ArrayList<>();
  private final long seed;
  private long leastBps = 50_000;
  private long mostBps = 8_000_000;

  Flows(long seed, long rateBps) {
    this(seed, rateBps, QUEUE_MS);
  }

  Flows(long seed, long rateBps, long queueMs) {
    this.seed = seed;
    random = new Random(seed);
    forward = new SimulatedPath(time, random, rateBps, queueMs);
    backward = new SimulatedPath(time, random, WIDE_BPS, QUEUE_MS);
  }

  /** The rates between which the flows that follow adapt. */
  Flows between(long least, long most) {
    leastBps = least;
    mostBps = most;
    return this;
  }

  MediaFlow media(long delayMs, long fromSecond, long toSecond) {
    return media(new MediaFlow.Setup(forward, backward, delayMs, leastBps, mostBps), fromSecond, toSecond);
  }

  /** One that goes the other way. */
  MediaFlow mediaBack(long delayMs, long fromSecond, long toSecond) {
    return media(new MediaFlow.Setup(/* forward= */ backward, /* backward= */ forward, delayMs, leastBps, mostBps), fromSecond, toSecond);
  }

  private MediaFlow media(MediaFlow.Setup setup, long fromSecond, long toSecond) {
    MediaFlow flow = new MediaFlow(time, random, setup, new PathEstimator(EstimatorSettings.DEFAULT)).run(fromSecond, toSecond);
    flows.add(flow);
    return flow;
  }

  TcpFlow tcp(long delayMs, long fromSecond, long toSecond) {
    return new TcpFlow(time, forward, delayMs).run(fromSecond, toSecond);
  }

  Flows run(long seconds) {
    time.runUntil((seconds + 1) * NS_PER_S);
    return this;
  }

  /** Prints, and tells for assertions, what the flows got between two moments. */
  String told(String name, double from, double to) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "congestion: %-28s seed %-2d %3.0f-%3.0f s:", name, seed, from, to));
    for (MediaFlow flow : flows) {
      line.append(String.format(Locale.ROOT, " %.2f Mbit/s (estimate %.2f, wait 95 %% %.0f ms, most %.0f ms, lost in all %.2f %%)",
        flow.delivered(from, to) / 1e6, flow.meanEstimate(from, to) / 1e6, flow.waitMs(0.95, from, to), flow.waitMs(1, from, to),
        100 * flow.lossShare()));
    }
    System.out.println(line);
    return line.toString();
  }

  double deliveredByAll(double from, double to) {
    return flows.stream().mapToDouble(flow -> flow.delivered(from, to)).sum();
  }
}
