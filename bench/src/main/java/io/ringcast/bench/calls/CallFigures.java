package io.ringcast.bench.calls;

/**
 * What was measured.
 *
 * @param cycles calls from start to their end
 * @param cpuSeconds of the whole process: the calls' code, the log, and the pairs themselves
 * @param refused requests that were refused
 * @param ringP50Ms from the caller's request to the callee's notice
 */
record CallFigures(long cycles, double seconds, double cpuSeconds, long refused, double ringP50Ms, double ringP99Ms) {
  double cyclesPerSecond() {
    return cycles / seconds;
  }

  double cyclesPerCpuSecond() {
    return cycles / cpuSeconds;
  }
}
