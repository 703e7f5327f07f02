package io.ringcast.bench.livekit;

import io.ringcast.bench.contender.HeapClasses;
import io.ringcast.bench.contender.RunningSignalled;
import io.ringcast.bench.fanout.Arrived;
import io.ringcast.bench.fanout.CallBeside;
import io.ringcast.client.ClientLoop;
import io.ringcast.client.livekit.LiveKitParticipant;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Participants that are there, their transports open, with nothing to send or receive: what each holds of the server's memory, what all of
 * them take of its CPU, and whether a call beside them is disturbed.
 */
public final class IdleRun {
  private static final int PER_ROOM = 50;
  private static final int AT_ONCE = 20;
  private static final int EARLY = 100;
  private static final int OPEN_LIMIT_S = 60;
  private static final Duration SETTLING = Duration.ofSeconds(5);
  private static final Duration SPAN = Duration.ofSeconds(10);

  private final RunningSignalled server;
  private final ClientLoop loop;

  /** @param loop the subscribers' */
  public IdleRun(RunningSignalled server, ClientLoop loop) {
    this.server = server;
    this.loop = loop;
  }

  public IdleFigures measure(String name, int participants) throws IOException, InterruptedException {
    enter("early", EARLY).forEach(LiveKitParticipant::close);
    try (CallBeside call = new CallBeside(server, loop)) {
      double[] before = new double[1];
      Arrived alone = call.during(() -> before[0] = coresBusy());
      Optional<HeapClasses> classes = server.heapClasses();
      long heldBefore = server.heldBytes();
      List<LiveKitParticipant> there = new ArrayList<>();
      Arrived joining = call.during(() -> there.addAll(enter("idle", participants)));
      Thread.sleep(SETTLING);
      double each = (double) (server.heldBytes() - heldBefore) / participants;
      Optional<HeapClasses> grown = server.heapClasses();
      double[] with = new double[1];
      Arrived beside = call.during(() -> with[0] = coresBusy());
      there.forEach(LiveKitParticipant::close);
      return new IdleFigures(name, participants, each, with[0] - before[0], new IdleFigures.Call(alone, joining, beside),
        grown.flatMap(now -> classes.map(now::since)).orElse(List.of()));
    }
  }

  private double coresBusy() throws IOException, InterruptedException {
    long cpuNs = server.usage().cpuNs();
    long startNs = System.nanoTime();
    Thread.sleep(SPAN);
    return (double) (server.usage().cpuNs() - cpuNs) / (System.nanoTime() - startNs);
  }

  private List<LiveKitParticipant> enter(String rooms, int count) {
    List<LiveKitParticipant> there = new ArrayList<>();
    while (there.size() < count) {
      int from = there.size();
      for (int i = 0; i < Math.min(AT_ONCE, count - from); i++) {
        there.add(server.rooms().enter(rooms + there.size() / PER_ROOM, List.of(), List.of()));
      }
      there.subList(from, there.size()).forEach(one -> one.receiving().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join());
    }
    return there;
  }
}
