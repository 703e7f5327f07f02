package io.ringcast.bench.fanout;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What the server used while it was measured.
 *
 * @param cpuNs of all its threads
 * @param loops CPU time of each media loop; empty for a server that has none of that name
 * @param elapsedNs how long was measured
 * @param sends to the network, where the server counts them; else 0
 * @param generatorNs the load generator's CPU time
 */
public record Cost(long cpuNs, List<Long> loops, long elapsedNs, long sends, long generatorNs) {
  public double coresBusy() {
    return (double) cpuNs / elapsedNs;
  }

  public double generatorCoresBusy() {
    return (double) generatorNs / elapsedNs;
  }

  public long loopsNs() {
    return loops.stream().mapToLong(Long::longValue).sum();
  }

  /** The busiest loop beside the idlest; empty for less than two. */
  public OptionalDouble loopRatio() {
    if (loops.size() < 2) {
      return OptionalDouble.empty();
    }
    long most = loops.stream().mapToLong(Long::longValue).max().orElse(0);
    long least = loops.stream().mapToLong(Long::longValue).min().orElse(0);
    return OptionalDouble.of((double) most / Math.max(1, least));
  }
}
