package io.ringcast.events.delivery;

import io.ringcast.events.Event;
import io.ringcast.events.RoomKey;
import io.ringcast.events.support.MemoryStore;
import io.ringcast.events.support.Samples;
import io.ringcast.events.store.StoredEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** A log that grows, receivers of all sorts, a server that is killed now and then; at the end all is well and everything must arrive. */
final class WebhookWorld {
  private static final DeliveryLimits LIMITS = new DeliveryLimits(3, 16, 4, 4, 300_000, 10, new Backoff(200, 5_000));
  private static final long PLAY_MS = 900_000;
  private static final long HEALED_MS = 3_600_000;

  private record Task(long atMs, long number, Runnable run) {}

  /** How a receiver treats requests for a while. */
  private enum Mood { WELL, FLAKY, FAILING, DEAD, HANGING, REDIRECTING, LYING }

  private final Random random;
  private final MemoryStore store = new MemoryStore();
  private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::atMs).thenComparingLong(Task::number));
  private final List<ReceivingEnd> receivers = new ArrayList<>();
  private final Map<RoomKey, Long> sequences = new HashMap<>();
  private long nowMs = 1_000_000;
  private long tasksMade;
  private int life;
  private boolean healed;
  private int crashes;

  WebhookWorld(long seed) {
    random = new Random(seed);
    for (int i = 0; i < 3; i++) {
      receivers.add(new ReceivingEnd("r" + i));
    }
  }

  void play() {
    long endMs = nowMs + PLAY_MS;
    startServer();
    after(random.nextInt(1_000), this::appendSome);
    after(random.nextInt(120_000), this::crash);
    receivers.forEach(receiver -> after(random.nextInt(10_000), receiver::changeMood));
    runUntil(endMs);
    healed = true;
    receivers.forEach(receiver -> receiver.mood = Mood.WELL);
    runUntil(endMs + HEALED_MS);
    receivers.forEach(ReceivingEnd::checkComplete);
  }

  private void runUntil(long endMs) {
    while (!tasks.isEmpty() && tasks.peek().atMs <= endMs) {
      Task task = tasks.poll();
      nowMs = task.atMs;
      task.run.run();
    }
    nowMs = endMs;
  }

  private void after(long ms, Runnable run) {
    tasks.add(new Task(nowMs + ms, tasksMade++, run));
  }

  /** In this life of the server only. */
  private void afterUnlessKilled(long ms, Runnable run) {
    int itsLife = life;
    after(ms, () -> {
      if (life == itsLife) {
        run.run();
      }
    });
  }

  private void appendSome() {
    if (healed) {
      return;
    }
    List<StoredEvent> batch = new ArrayList<>();
    int size = 1 + random.nextInt(5);
    for (int i = 0; i < size; i++) {
      RoomKey room = new RoomKey(random.nextBoolean() ? "app" : "other", "room" + random.nextInt(8));
      long sequence = sequences.merge(room, 1L, Long::sum);
      long position = store.lastPosition() + batch.size() + 1;
      batch.add(new StoredEvent(new Event(position, "EV_" + position, room, "s", sequence, nowMs, Samples.ALL.get(2)), ""));
    }
    store.commit(batch, List.of());
    receivers.forEach(receiver -> receiver.step(delivery -> delivery.onAppended(store.lastPosition(), nowMs, receiver::effect)));
    after(random.nextInt(random.nextInt(4) == 0 ? 60_000 : 2_000), this::appendSome);
  }

  private void crash() {
    if (healed) {
      return;
    }
    crashes++;
    startServer();
    after(random.nextInt(300_000), this::crash);
  }

  /** Whatever was in memory is gone; requests under way may still have reached their receivers. */
  private void startServer() {
    life++;
    receivers.forEach(ReceivingEnd::start);
  }

  int crashes() {
    return crashes;
  }

  int downs() {
    return receivers.stream().mapToInt(receiver -> receiver.downs).sum();
  }

  int givenUp() {
    return receivers.stream().mapToInt(receiver -> store.ended(receiver.id, Integer.MAX_VALUE).size()).sum();
  }

  int repeats() {
    return receivers.stream().mapToInt(receiver -> receiver.repeats).sum();
  }

  /** A receiver, and the server's side of the way to it. */
  private final class ReceivingEnd {
    private final String id;
    private final Set<String> arrived = new HashSet<>();
    /** One event in forty is one that it never takes while the world is bad. */
    private final int poison = random.nextInt(40);
    private final boolean oneAppOnly = random.nextInt(3) == 0;
    private Mood mood = Mood.WELL;
    private Delivery delivery;
    private int underWay;
    private int downs;
    private int repeats;

    ReceivingEnd(String id) {
      this.id = id;
    }

    private boolean wants(Event event) {
      return !oneAppOnly || event.room().appId().equals("app");
    }

    private boolean isPoison(Event event) {
      return event.position() % 40 == poison;
    }

    void start() {
      underWay = 0;
      delivery = new Delivery(id, store.progress(id).orElse(new Progress(0, Map.of())), this::wants, LIMITS, random,
        new DeliveryCounters());
      step(fresh -> fresh.onAppended(store.lastPosition(), nowMs, this::effect));
    }

    void changeMood() {
      if (healed) {
        return;
      }
      mood = Mood.values()[random.nextInt(Mood.values().length)];
      after(random.nextInt(random.nextInt(5) == 0 ? 600_000 : 40_000), this::changeMood);
    }

    void step(Consumer<Delivery> input) {
      boolean wasDown = delivery.report().down();
      input.accept(delivery);
      downs += !wasDown && delivery.report().down() ? 1 : 0;
      check(delivery.report().roomsBehind() <= LIMITS.behindMax() + LIMITS.windowEvents(), "too many rooms behind");
      long deadlineMs = delivery.nextDeadlineMs();
      if (deadlineMs < Long.MAX_VALUE) {
        afterUnlessKilled(Math.max(1, deadlineMs - nowMs), this::onDeadline);
      }
    }

    private void onDeadline() {
      if (delivery.nextDeadlineMs() <= nowMs) {
        step(waiting -> waiting.onDeadline(nowMs, this::effect));
      }
    }

    private void effect(Effect effect) {
      long delayMs = random.nextInt(20);
      switch (effect) {
        case Effect.ReadLog asked -> afterUnlessKilled(delayMs, () -> step(reading ->
          reading.onLogRead(asked, store.read(asked.after(), asked.upTo(), asked.limit()), nowMs, this::effect)));
        case Effect.ReadRoom asked -> afterUnlessKilled(delayMs, () -> step(reading -> reading.onRoomRead(asked.room(),
          store.readRoom(asked.room(), asked.fromSequence(), asked.upTo(), asked.limit()), nowMs, this::effect)));
        case Effect.Save save -> afterUnlessKilled(delayMs, () -> {
          store.commit(List.of(), List.of(save.checkpoint()));
          step(saved -> saved.onSaved(nowMs, this::effect));
        });
        case Effect.Send send -> send(send.event());
      }
    }

    private void send(Event event) {
      check(wants(event), "sent what is not wanted: " + event);
      underWay++;
      check(underWay <= LIMITS.inFlightMax(), "too many requests at once");
      long thereMs = random.nextInt(100);
      boolean flaky = random.nextInt(3) > 0;
      Outcome outcome = switch (mood) {
        case WELL -> Outcome.ACCEPTED;
        case FLAKY -> flaky ? Outcome.ACCEPTED : Outcome.FAILED;
        case FAILING -> Outcome.FAILED;
        case DEAD -> Outcome.UNREACHABLE;
        case HANGING, LYING -> Outcome.TIMED_OUT;
        case REDIRECTING -> Outcome.REDIRECTED;
      };
      Outcome heard = outcome == Outcome.ACCEPTED && isPoison(event) && !healed ? Outcome.REJECTED : outcome;
      if (heard == Outcome.ACCEPTED || mood == Mood.LYING) {
        after(thereMs, () -> arrive(event));
      }
      long backMs = heard == Outcome.TIMED_OUT ? 10_000 : thereMs + random.nextInt(100);
      afterUnlessKilled(backMs, () -> {
        underWay--;
        step(waiting -> waiting.onOutcome(event, heard, nowMs, this::effect));
      });
    }

    private void arrive(Event event) {
      if (!arrived.add(event.id())) {
        repeats++;
        return;
      }
      for (Event earlier : store.readRoom(event.room(), 1, Long.MAX_VALUE, (int) event.sequence() - 1)) {
        check(arrived.contains(earlier.id()) || isPoison(earlier), earlier + " was overtaken by " + event);
      }
    }

    void checkComplete() {
      check(delivery.atRest(), id + " is owed something: " + delivery.report());
      Set<String> ended = new HashSet<>();
      store.ended(id, Integer.MAX_VALUE).forEach(end -> ended.add(end.eventId()));
      for (Event event : store.read(0, Long.MAX_VALUE, Integer.MAX_VALUE)) {
        check(!wants(event) || arrived.contains(event.id()) || (isPoison(event) && ended.contains(event.id())), id + " never got " + event);
      }
      check(store.progress(id).orElseThrow().behind().isEmpty(), "rooms stay behind");
      check(store.progress(id).orElseThrow().position() == store.lastPosition(), "the saved position stays behind");
    }
  }

  private void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what + " (at " + nowMs + ")");
    }
  }
}
