package io.ringcast.bench.livekit;

import io.ringcast.bench.contender.HeapClasses;
import io.ringcast.bench.fanout.Arrived;
import java.util.List;

/**
 * What participants without media cost one server.
 *
 * @param bytesEach of memory
 * @param coresBusy CPU time a second for all of them
 * @param call what came of a call beside them
 * @param classes what a JVM's heap holds more with them, the most bytes first; empty where that cannot be told
 */
public record IdleFigures(String server, int participants, double bytesEach, double coresBusy, Call call,
  List<HeapClasses.Growth> classes) {
  /**
   * A call that goes on.
   *
   * @param alone before they came
   * @param joining while they came
   * @param there while they were there
   */
  public record Call(Arrived alone, Arrived joining, Arrived there) {}
}
