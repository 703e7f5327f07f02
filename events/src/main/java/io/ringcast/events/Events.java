package io.ringcast.events;

import io.ringcast.database.Database;
import io.ringcast.events.delivery.DeliveryLimits;
import io.ringcast.events.log.Aftermath;
import io.ringcast.events.log.Outbox;
import io.ringcast.events.log.OutboxCounters;
import io.ringcast.events.log.Retention;
import io.ringcast.events.store.SqlEventStore;
import io.ringcast.events.tail.EventReader;
import io.ringcast.events.tail.LiveTail;
import io.ringcast.events.webhook.HttpSender;
import io.ringcast.events.webhook.Webhooks;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The events of one server: its log, who is told of it, and who reads it. */
public final class Events implements AutoCloseable {
  private static final int ENDINGS_AT_ONCE = 100;
  private static final long SWEEP_EVERY_MINUTES = 60;
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);

  private final ScheduledExecutorService timer;
  private final Outbox outbox;
  private final Webhooks webhooks;
  private final EventReader reader;
  private final LiveTail tail;
  private final Retention retention;
  private final ScheduledFuture<?> sweeping;

  /**
   * Begins to write and to deliver.
   *
   * @param database stays open when the events are closed
   * @param random used by several threads, and to make ids and nonces that nobody guesses: a {@link java.security.SecureRandom}
   */
  public static Events open(EventSettings settings, Database database, InstantSource clock, RandomGenerator random) {
    return new Events(settings, database, clock, random);
  }

  private Events(EventSettings settings, Database database, InstantSource clock, RandomGenerator random) {
    timer = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("events-timer").daemon().factory());
    SqlEventStore store = new SqlEventStore(database);
    outbox = new Outbox(store, random, this::onCommitted);
    webhooks = new Webhooks(store, outbox,
      receiver -> new HttpSender(receiver, clock, random, timer, DeliveryLimits.DEFAULT.inFlightMax()), clock, random);
    reader = new EventReader(store);
    tail = new LiveTail(reader, store.lastPosition());
    retention = new Retention(store, outbox, clock, settings.keep(), settings.keepUndelivered(), webhooks::receiverIds);
    webhooks.start(settings.receivers());
    outbox.start();
    endWhatIsLeft(Aftermath.endings(store.open(), clock.millis()));
    sweeping = timer.scheduleWithFixedDelay(this::sweep, 1, SWEEP_EVERY_MINUTES, TimeUnit.MINUTES);
  }

  /** Before anything else is written. */
  private void endWhatIsLeft(List<NewEvent> endings) {
    for (int from = 0; from < endings.size(); from += ENDINGS_AT_ONCE) {
      outbox.append(endings.subList(from, Math.min(endings.size(), from + ENDINGS_AT_ONCE))).join();
    }
    if (!endings.isEmpty()) {
      LOG.warn("The last server left sessions open: {} events end them", endings.size());
    }
  }

  /** On the writing thread, in the order of the log. */
  private void onCommitted(List<Event> events) {
    tail.publish(events);
    webhooks.onAppended(events.getLast().position());
  }

  private void sweep() {
    retention.sweep().exceptionally(failure -> {
      LOG.warn("Old events are not deleted yet: {}", failure.getMessage());
      return null;
    });
  }

  /** Where everything that happens is told. */
  public EventLog log() {
    return outbox;
  }

  public EventReader reader() {
    return reader;
  }

  public LiveTail tail() {
    return tail;
  }

  public Webhooks webhooks() {
    return webhooks;
  }

  public Retention retention() {
    return retention;
  }

  public OutboxCounters counters() {
    return outbox.counters();
  }

  /** Events that wait for the database. */
  public int queued() {
    return outbox.queued();
  }

  /** Followers are told first, receivers are left where they stand, what waits is written. */
  @Override
  public void close() {
    sweeping.cancel(false);
    tail.close();
    webhooks.close();
    outbox.close();
    timer.shutdownNow();
  }
}
