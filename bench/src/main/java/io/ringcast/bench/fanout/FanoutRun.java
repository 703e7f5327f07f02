package io.ringcast.bench.fanout;

import io.ringcast.bench.contender.Contender;
import io.ringcast.bench.contender.LoadHosts;
import io.ringcast.bench.contender.MediaSink;
import io.ringcast.bench.contender.MediaSource;
import io.ringcast.bench.contender.RunningContender;
import io.ringcast.bench.contender.ServerUsage;
import io.ringcast.bench.contender.Terms;
import io.ringcast.client.ClientHost;
import io.ringcast.client.ClientLoop;
import io.ringcast.client.PeerSettings;
import io.ringcast.client.media.ArrivalListener;
import io.ringcast.client.media.Latencies;
import io.ringcast.client.media.PublisherSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * One load on one server: all join, media flows for a while, then arrivals are counted while the server's CPU time runs.
 *
 * <p>What counts as sent and arrived is told by the packets' own numbers, not by when counters are read, so that a share of 100 % is that.
 */
public final class FanoutRun {
  private static final String LOOP_THREAD = "media-loop-";
  private static final String PUBLISHERS = "bench-publishers";
  private static final String SUBSCRIBERS = "bench-watchers";
  private static final String GENERATOR_THREADS = "bench-";
  /** What was sent at the end is on its way for less than this. */
  private static final Duration GRACE = Duration.ofSeconds(1);
  /** Who comes and goes before memory is read, so that what is made once is not charged to anyone. */
  private static final int EARLY_SUBSCRIBERS = 10;
  private static final Duration SETTLING = Duration.ofSeconds(3);
  private static final Duration ALLOCATION_SPAN = Duration.ofSeconds(5);

  private final Plan plan;
  private final Optional<Path> recording;
  private final List<Tally> videos = new ArrayList<>();
  private final List<Tally> audios = new ArrayList<>();
  private final List<MediaSink> sinks = new ArrayList<>();

  public FanoutRun(Plan plan) {
    this(plan, Optional.empty());
  }

  /** @param recording where what the server's threads did while it was measured is written, where it can tell */
  public FanoutRun(Plan plan, Optional<Path> recording) {
    this.plan = plan;
    this.recording = recording;
  }

  public FanoutFigures of(Contender contender) throws IOException, InterruptedException {
    Cores cores = Cores.of(plan.pinned());
    try (ClientHost publishers = LoadHosts.open(PUBLISHERS); ClientHost subscribers = LoadHosts.open(SUBSCRIBERS)) {
      Terms terms = new Terms(publishers, subscribers, PeerSettings.DEFAULT.pinned(plan.profile()), plan.decryptOneOf(), cores.server());
      cores.pinGenerator();
      try (RunningContender server = contender.start(terms)) {
        return measure(contender.name(), server, subscribers.loop());
      }
    }
  }

  private FanoutFigures measure(String name, RunningContender server, ClientLoop loop) throws IOException, InterruptedException {
    List<Room> rooms = new ArrayList<>();
    for (int i = 0; i < plan.load().rooms(); i++) {
      rooms.add(publish(server, "bench" + i));
    }
    long heldBefore = plan.memory() ? heldByNobody(server, rooms.getFirst()) : 0;
    for (Room room : rooms) {
      for (int i = 0; i < plan.load().subscribers(); i++) {
        sinks.add(server.watch(room.name(), room.sources(), room.listeners()));
      }
    }
    Thread.sleep(Duration.ofSeconds(plan.warmUpSeconds()));
    Cost cost = recordAndCount(server);
    Optional<Arrived> video = ask(loop, run -> run.sum(run.videos));
    Optional<Arrived> audio = ask(loop, run -> run.sum(run.audios));
    OptionalDouble allocated = plan.allocation() ? server.allocatedPerPacket(ALLOCATION_SPAN) : OptionalDouble.empty();
    OptionalDouble memory = plan.memory()
      ? OptionalDouble.of((double) (heldAtRest(server, rooms) - heldBefore) / plan.load().subscribersInAll()) : OptionalDouble.empty();
    sinks.forEach(MediaSink::close);
    rooms.forEach(room -> room.sources().forEach(MediaSource::close));
    return new FanoutFigures(name, plan, cost, video, audio, memory, allocated);
  }

  /** A room with its publishers, and whose arrivals go where. */
  private record Room(String name, List<MediaSource> sources, List<Tally> tallies) {
    List<ArrivalListener> listeners() {
      return tallies.stream().map(Tally::listener).toList();
    }
  }

  private Room publish(RunningContender server, String name) {
    Room room = new Room(name, new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < plan.load().videos(); i++) {
      videos.add(publish(server, room, plan.load().video(), plan.load().frame().packets()));
    }
    for (int i = 0; i < plan.load().audios(); i++) {
      audios.add(publish(server, room, plan.load().audio(), 1));
    }
    return room;
  }

  private static Tally publish(RunningContender server, Room room, PublisherSettings settings, int packetsPerFrame) {
    Ledger ledger = new Ledger();
    Tally tally = new Tally(ledger, packetsPerFrame);
    room.sources().add(server.publish(room.name(), settings, ledger));
    room.tallies().add(tally);
    return tally;
  }

  private static long heldByNobody(RunningContender server, Room room) throws IOException, InterruptedException {
    List<MediaSink> early = new ArrayList<>();
    for (int i = 0; i < EARLY_SUBSCRIBERS; i++) {
      early.add(server.watch(room.name(), room.sources(), room.sources().stream().map(source -> deaf()).toList()));
    }
    Thread.sleep(SETTLING);
    early.forEach(MediaSink::close);
    Thread.sleep(SETTLING);
    return server.heldBytes();
  }

  /** What is held while nothing is sent: what forwarding leaves to the collector would count otherwise. */
  private static long heldAtRest(RunningContender server, List<Room> rooms) throws IOException, InterruptedException {
    rooms.forEach(room -> room.sources().forEach(source -> source.media().rest()));
    Thread.sleep(SETTLING);
    return server.heldBytes();
  }

  private static ArrivalListener deaf() {
    return (section, sequence, marker, recovered, count, nowNs) -> { };
  }

  private Cost recordAndCount(RunningContender server) throws IOException, InterruptedException {
    if (recording.isEmpty()) {
      return count(server);
    }
    server.beginRecording();
    Cost cost = count(server);
    server.endRecording(recording.get());
    return cost;
  }

  private Cost count(RunningContender server) throws IOException, InterruptedException {
    ServerUsage own = new ServerUsage(ProcessHandle.current().pid());
    OptionalLong sendsBefore = server.sends();
    List<ServerUsage.Task> ownBefore = own.tasks();
    List<ServerUsage.Task> tasksBefore = server.usage().tasks();
    long generatorBefore = own.cpuNs();
    long cpuBefore = server.usage().cpuNs();
    long startNs = System.nanoTime();
    all().forEach(Tally::begin);
    Thread.sleep(Duration.ofSeconds(plan.seconds()));
    all().forEach(Tally::end);
    long cpuNs = server.usage().cpuNs() - cpuBefore;
    long elapsedNs = System.nanoTime() - startNs;
    List<ServerUsage.Task> tasksAfter = server.usage().tasks();
    List<ServerUsage.Task> ownAfter = own.tasks();
    long generatorNs = own.cpuNs() - generatorBefore;
    long sends = server.sends().orElse(0) - sendsBefore.orElse(0);
    Thread.sleep(GRACE);
    List<Long> loops = between(tasksBefore, tasksAfter.stream().filter(FanoutRun::isLoop).toList(), ServerUsage.Task::cpuNs);
    return new Cost(cpuNs, loops, others(tasksBefore, tasksAfter), elapsedNs, sends, generatorNs,
      waited(tasksBefore, tasksAfter, loops.isEmpty() ? "" : LOOP_THREAD), waited(ownBefore, ownAfter, GENERATOR_THREADS));
  }

  private List<Tally> all() {
    List<Tally> all = new ArrayList<>(videos);
    all.addAll(audios);
    return all;
  }

  private static boolean isLoop(ServerUsage.Task task) {
    return task.name().startsWith(LOOP_THREAD);
  }

  /** What the other threads used, by their names without numbers. */
  private static Map<String, Long> others(List<ServerUsage.Task> before, List<ServerUsage.Task> after) {
    List<ServerUsage.Task> others = after.stream().filter(task -> !isLoop(task)).toList();
    List<Long> used = between(before, others, ServerUsage.Task::cpuNs);
    Map<String, Long> byName = new TreeMap<>();
    for (int i = 0; i < others.size(); i++) {
      byName.merge(others.get(i).name().replaceAll("[-#]?\\d+$", ""), used.get(i), Long::sum);
    }
    return byName;
  }

  private static long waited(List<ServerUsage.Task> before, List<ServerUsage.Task> after, String names) {
    List<ServerUsage.Task> named = after.stream().filter(task -> task.name().startsWith(names)).toList();
    return between(before, named, ServerUsage.Task::waitedNs).stream().mapToLong(Long::longValue).sum();
  }

  private static List<Long> between(List<ServerUsage.Task> before, List<ServerUsage.Task> after, ToLongFunction<ServerUsage.Task> time) {
    return after.stream().map(task -> time.applyAsLong(task)
      - before.stream().filter(old -> old.id() == task.id()).mapToLong(time).findFirst().orElse(0)).toList();
  }

  private Optional<Arrived> sum(List<Tally> tallies) {
    if (tallies.isEmpty()) {
      return Optional.empty();
    }
    Latencies first = new Latencies();
    Latencies last = new Latencies();
    Latencies lastOfAll = new Latencies();
    long expected = 0;
    long arrived = 0;
    long recovered = 0;
    long renumbered = 0;
    for (Tally tally : tallies) {
      tally.close();
      first.add(tally.first());
      last.add(tally.last());
      lastOfAll.add(tally.lastOfAll());
      expected += tally.sent() * plan.load().subscribers();
      arrived += tally.arrived();
      recovered += tally.recovered();
      renumbered += tally.renumbered();
    }
    return Optional.of(new Arrived(expected, arrived, recovered, renumbered, Latency.of(first), Latency.of(last), Latency.of(lastOfAll)));
  }

  private <T> T ask(ClientLoop loop, Function<FanoutRun, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    loop.execute(() -> answer.complete(question.apply(this)));
    return answer.join();
  }
}
