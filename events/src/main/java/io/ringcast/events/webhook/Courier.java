package io.ringcast.events.webhook;

import io.ringcast.database.StoreException;
import io.ringcast.events.Event;
import io.ringcast.events.delivery.Delivery;
import io.ringcast.events.delivery.DeliveryCounters;
import io.ringcast.events.delivery.DeliveryLimits;
import io.ringcast.events.delivery.DeliveryReport;
import io.ringcast.events.delivery.Effect;
import io.ringcast.events.delivery.Outcome;
import io.ringcast.events.delivery.Progress;
import io.ringcast.events.log.Outbox;
import io.ringcast.events.store.EventStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one receiver's {@link Delivery}: a thread owns it and reads the store, each request is made on a virtual thread. */
final class Courier implements AutoCloseable {
  private static final long READ_AGAIN_MS = 1_000;
  /** It looks at the clock at least this often, should somebody set it. */
  private static final long LONGEST_SLEEP_MS = 60_000;
  /** Requests under way are waited for, so that fewer events are sent again after a restart. */
  private static final long LAST_ANSWERS_MS = 3_000;
  private static final long LAST_SAVE_MS = 2_000;
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  /** What all couriers share. */
  record World(EventStore store, Outbox outbox, InstantSource clock, RandomGenerator random) {}

  private final Receiver receiver;
  private final EventStore store;
  private final Outbox outbox;
  private final Sender sender;
  private final RandomGenerator random;
  private final DeliveryCounters counters;
  private final InstantSource clock;
  private final Thread thread;

  private final ArrayDeque<Effect> effects = new ArrayDeque<>();
  private final ConcurrentLinkedQueue<Runnable> news = new ConcurrentLinkedQueue<>();
  private Delivery delivery;
  /** Goes up with every {@link Delivery}, so that none is told what another one asked for. */
  private int life;
  private int sending;
  private CompletableFuture<Void> lastSave = CompletableFuture.completedFuture(null);
  private final AtomicLong logEnd = new AtomicLong();
  private volatile boolean closing;
  private volatile DeliveryReport report;

  Courier(Receiver receiver, Progress progress, World world, Sender sender, DeliveryCounters counters) {
    this.receiver = receiver;
    store = world.store();
    outbox = world.outbox();
    clock = world.clock();
    random = world.random();
    this.sender = sender;
    this.counters = counters;
    delivery = delivery(progress);
    report = delivery.report();
    thread = Thread.ofPlatform().name("courier-" + receiver.id()).daemon().unstarted(this::run);
  }

  private Delivery delivery(Progress progress) {
    return new Delivery(receiver.id(), progress, receiver::wants, DeliveryLimits.DEFAULT, random, counters);
  }

  void start() {
    thread.start();
  }

  /** The log reaches up to here, or further. Any thread may call. */
  void onAppended(long position) {
    logEnd.accumulateAndGet(position, Math::max);
    LockSupport.unpark(thread);
  }

  /** To be handed on once it is closed. */
  DeliveryCounters counters() {
    return counters;
  }

  DeliveryReport report() {
    return report;
  }

  Receiver receiver() {
    return receiver;
  }

  private void run() {
    while (!closing) {
      try {
        turn();
        sleep();
      } catch (RuntimeException e) {
        LOG.error("Webhook receiver {}: going on from what is saved", receiver.id(), e);
        startAfresh();
      }
    }
    finish();
    sender.close();
  }

  /** What should never happen must not silence a receiver for good. */
  private void startAfresh() {
    life++;
    effects.clear();
    pause();
    read(() -> {
      lastSave.exceptionally(failure -> null).join();
      return store.progress(receiver.id()).orElseThrow();
    }).ifPresent(progress -> delivery = delivery(progress));
  }

  private void turn() {
    boolean wasDown = report.down();
    Runnable told = news.poll();
    while (told != null) {
      told.run();
      told = news.poll();
    }
    delivery.onAppended(logEnd.get(), clock.millis(), effects::add);
    while (!effects.isEmpty() && !closing) {
      execute(effects.removeFirst());
    }
    report = delivery.report();
    if (report.down() != wasDown) {
      LOG.warn("Webhook receiver {} is {}: {}", receiver.id(), report.down() ? "down" : "up again", report);
    }
  }

  private void sleep() {
    long now = clock.millis();
    long wakeMs = Math.min(delivery.nextDeadlineMs(), now + LONGEST_SLEEP_MS);
    if (wakeMs > now && news.isEmpty() && !closing) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(wakeMs - now));
    }
  }

  private void execute(Effect effect) {
    switch (effect) {
      case Effect.ReadLog asked -> read(() -> store.read(asked.after(), asked.upTo(), asked.limit()))
        .ifPresent(events -> delivery.onLogRead(asked, events, clock.millis(), effects::add));
      case Effect.ReadRoom asked -> read(() -> store.readRoom(asked.room(), asked.fromSequence(), asked.upTo(), asked.limit()))
        .ifPresent(events -> delivery.onRoomRead(asked.room(), events, clock.millis(), effects::add));
      case Effect.Send send -> {
        sending++;
        int itsLife = life;
        Thread.ofVirtual().name("webhook-" + receiver.id()).start(() -> send(itsLife, send.event()));
      }
      case Effect.Save save -> {
        lastSave = outbox.save(save.checkpoint());
        int itsLife = life;
        // Refused only by a server that closes: then what is saved last says where it stands.
        var _ = lastSave.thenRun(() -> tell(() -> saved(itsLife)));
      }
    }
  }

  private void saved(int itsLife) {
    if (life == itsLife) {
      delivery.onSaved(clock.millis(), effects::add);
    }
  }

  private void send(int itsLife, Event event) {
    Outcome outcome = trySend(event);
    tell(() -> {
      sending--;
      if (life == itsLife) {
        delivery.onOutcome(event, outcome, clock.millis(), effects::add);
      }
    });
  }

  private Outcome trySend(Event event) {
    try {
      return sender.send(event);
    } catch (RuntimeException e) {
      LOG.error("Webhook receiver {}: event {} cannot be sent", receiver.id(), event.id(), e);
      return Outcome.UNRENDERABLE;
    }
  }

  private void tell(Runnable told) {
    news.add(told);
    LockSupport.unpark(thread);
  }

  /** Asks the store until it answers; none when it is time to leave. */
  private <T> Optional<T> read(Supplier<T> question) {
    while (!closing) {
      try {
        return Optional.of(question.get());
      } catch (StoreException e) {
        LOG.warn("Webhook receiver {} waits for the database: {}", receiver.id(), e.getMessage());
        pause();
      }
    }
    return Optional.empty();
  }

  /** For a while, or until there is news. */
  private void pause() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(READ_AGAIN_MS));
  }

  /** Hears the answers that are under way, starts nothing, and saves where it stands. */
  private void finish() {
    long untilMs = clock.millis() + LAST_ANSWERS_MS;
    while (sending > 0 && clock.millis() < untilMs) {
      Runnable told = news.poll();
      if (told == null) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Math.max(1, untilMs - clock.millis())));
      } else {
        told.run();
      }
    }
    for (Effect effect : effects) {
      if (effect instanceof Effect.Save) {
        execute(effect);
      }
    }
    report = delivery.report();
    outbox.save(delivery.checkpoint()).orTimeout(LAST_SAVE_MS, TimeUnit.MILLISECONDS).exceptionally(failure -> {
      LOG.warn("Webhook receiver {}: where it stood is not saved, some events will come again", receiver.id());
      return null;
    }).join();
  }

  /** Stops; answers under way are waited for, but not long. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    try {
      thread.join(Duration.ofMillis(2 * (LAST_ANSWERS_MS + LAST_SAVE_MS)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
