package io.ringcast.bench.livekit;

import io.ringcast.bench.contender.MediaSource;
import io.ringcast.bench.contender.RunningSignalled;
import io.ringcast.client.livekit.LiveKitParticipant;
import io.ringcast.client.media.PublisherSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** People who join a room with one voice: how long until they hear it, and what that costs the server. */
public final class JoinRun {
  private static final String ROOM = "joins";
  /** Joins of a server that has just started. */
  private static final int COLD = 100;
  private static final int AT_ONCE = 10;
  private static final int HEAR_LIMIT_S = 30;
  private static final Duration VOICE_SPAN = Duration.ofSeconds(5);
  private static final int ONE_OF_100 = 100;
  private static final long NS_PER_US = 1_000;
  private static final double NS_PER_S = 1e9;

  private final RunningSignalled server;
  private final MediaSource voice;

  public JoinRun(RunningSignalled server) {
    this.server = server;
    voice = server.publish(ROOM, PublisherSettings.DEFAULT.audioOnly(), (ssrc, sequence, bytes, offset, length) -> { });
  }

  /**
   * Has so many join one by one, then as many in groups.
   *
   * @param early how many come and go before, until a JVM has compiled most of what joins run
   */
  public JoinFigures measure(String name, int early, int joins) throws IOException, InterruptedException {
    double coldUs = perJoin(COLD, voiceNsPerNs(), () -> inGroups(COLD)).cpuUs();
    inGroups(early);
    double voiceNs = voiceNsPerNs();
    List<Long> firstUs = new ArrayList<>();
    JoinFigures.Cost single = perJoin(joins, voiceNs, () -> {
      for (int i = 0; i < joins; i++) {
        firstUs.add(hear(1).getFirst() / NS_PER_US);
      }
    });
    long groupsNs = System.nanoTime();
    JoinFigures.Cost together = perJoin(joins, voiceNs, () -> inGroups(joins));
    double perSecond = joins * NS_PER_S / (System.nanoTime() - groupsNs);
    Collections.sort(firstUs);
    long p99Us = firstUs.get(joins - 1 - joins / ONE_OF_100);
    return new JoinFigures(name, joins, coldUs, single, together, firstUs.get(joins / 2), p99Us, perSecond);
  }

  private JoinFigures.Cost perJoin(int joins, double voiceNsPerNs, Runnable work) throws IOException {
    long compilersNs = server.usage().compilersNs();
    long cpuNs = server.usage().cpuNs();
    long startNs = System.nanoTime();
    work.run();
    double spentNs = server.usage().cpuNs() - cpuNs - voiceNsPerNs * (System.nanoTime() - startNs);
    long compiledNs = server.usage().compilersNs() - compilersNs;
    return new JoinFigures.Cost(spentNs / joins / NS_PER_US, (double) compiledNs / joins / NS_PER_US);
  }

  /** What the server spends on the voice alone, in CPU time for each ns; what compilers do meanwhile is not the voice's. */
  private double voiceNsPerNs() throws IOException, InterruptedException {
    long cpuNs = server.usage().cpuNs() - server.usage().compilersNs();
    long startNs = System.nanoTime();
    Thread.sleep(VOICE_SPAN);
    return (double) (server.usage().cpuNs() - server.usage().compilersNs() - cpuNs) / (System.nanoTime() - startNs);
  }

  private void inGroups(int joins) {
    for (int done = 0; done < joins; done += AT_ONCE) {
      hear(Math.min(AT_ONCE, joins - done));
    }
  }

  /** Has some join at once and leave when all have heard the voice; how long each took to hear it. */
  private List<Long> hear(int count) {
    List<LiveKitParticipant> participants = new ArrayList<>();
    List<CompletableFuture<Long>> heard = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      CompletableFuture<Long> first = new CompletableFuture<>();
      long startNs = System.nanoTime();
      heard.add(first);
      participants.add(server.rooms().enter(ROOM, List.of(voice),
        List.of((section, sequence, marker, recovered, number, nowNs) -> first.complete(nowNs - startNs))));
    }
    List<Long> times = heard.stream().map(first -> first.orTimeout(HEAR_LIMIT_S, TimeUnit.SECONDS).join()).toList();
    participants.forEach(LiveKitParticipant::close);
    return times;
  }
}
