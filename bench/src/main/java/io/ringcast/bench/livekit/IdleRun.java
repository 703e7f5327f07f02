package io.ringcast.bench.livekit;

import io.ringcast.bench.contender.RunningSignalled;
import io.ringcast.client.livekit.LiveKitParticipant;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Participants that are there, their transports open, with nothing to send or receive: what each holds of the server's memory. */
public final class IdleRun {
  private static final int PER_ROOM = 50;
  private static final int AT_ONCE = 20;
  private static final int EARLY = 100;
  private static final int OPEN_LIMIT_S = 60;
  private static final Duration SETTLING = Duration.ofSeconds(5);

  private final RunningSignalled server;

  public IdleRun(RunningSignalled server) {
    this.server = server;
  }

  public IdleFigures measure(String name, int participants) throws IOException, InterruptedException {
    enter("early", EARLY).forEach(LiveKitParticipant::close);
    Thread.sleep(SETTLING);
    long before = server.heldBytes();
    List<LiveKitParticipant> there = enter("idle", participants);
    Thread.sleep(SETTLING);
    double each = (double) (server.heldBytes() - before) / participants;
    long cpuNs = server.usage().cpuNs();
    Thread.sleep(SETTLING);
    double cores = (double) (server.usage().cpuNs() - cpuNs) / SETTLING.toNanos();
    there.forEach(LiveKitParticipant::close);
    return new IdleFigures(name, participants, each, cores);
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
