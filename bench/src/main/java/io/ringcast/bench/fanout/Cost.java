package io.ringcast.bench.fanout;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What the server used while it was measured.
 *
 * @param cpuNs of all its threads
 * @param loops CPU time of each media loop; empty for a server that has none of that name
 * @param others CPU time of its other threads that are alive, by name
 * @param elapsedNs how long was measured
 * @param sends to the network, where the server counts them; else 0
 * @param generatorNs the load generator's CPU time
 * @param waitedNs how long its media loops, or all its threads where it has none, could have run and had no core
 * @param generatorWaitedNs the same of the load generator's loops: what a busy machine adds to lateness
 */
public record Cost(long cpuNs, List<Long> loops, Map<String, Long> others, long elapsedNs, long sends, long generatorNs,
  long waitedNs, long generatorWaitedNs) {
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
