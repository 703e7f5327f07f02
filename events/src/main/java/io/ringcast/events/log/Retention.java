package io.ringcast.events.log;

import io.ringcast.events.store.EventStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Deletes what is old: events that everybody has got after one time, all others after a longer one. It goes in small steps on the writing
 * thread, so that appends never wait long.
 */
public final class Retention {
  private static final int STEP = 500;

  private final EventStore store;
  private final Outbox outbox;
  private final InstantSource clock;
  private final Duration keep;
  private final Duration keepUndelivered;
  private final Supplier<Collection<String>> receivers;
  private final LongAdder deleted = new LongAdder();
  private final LongAdder expired = new LongAdder();

  /** @param receivers the ids of those whom undelivered events are kept for */
  public Retention(EventStore store, Outbox outbox, InstantSource clock, Duration keep, Duration keepUndelivered,
    Supplier<Collection<String>> receivers) {
    if (keep.isNegative() || keep.isZero() || keepUndelivered.compareTo(keep) < 0) {
      throw new IllegalArgumentException("undelivered events must be kept for at least as long as delivered ones");
    }
    this.store = store;
    this.outbox = outbox;
    this.clock = clock;
    this.keep = keep;
    this.keepUndelivered = keepUndelivered;
    this.receivers = receivers;
  }

  /** Completed when nothing old is left. */
  public CompletableFuture<Void> sweep() {
    long settledBeforeMs = clock.millis() - keep.toMillis();
    long expiredBeforeMs = clock.millis() - keepUndelivered.toMillis();
    return repeat(() -> store.deleteSettled(settledBeforeMs, receivers.get(), STEP), deleted)
      .thenCompose(done -> repeat(() -> store.deleteExpired(expiredBeforeMs, STEP), expired))
      .thenCompose(done -> outbox.run(() -> {
        store.forget(expiredBeforeMs);
        outbox.forgetRooms();
      }));
  }

  private CompletableFuture<Void> repeat(Supplier<Integer> step, LongAdder counter) {
    int[] count = new int[1];
    return outbox.run(() -> count[0] = step.get()).thenCompose(done -> {
      counter.add(count[0]);
      return count[0] < STEP ? CompletableFuture.completedFuture(null) : repeat(step, counter);
    });
  }

  /** Events deleted that everybody had got. */
  public long deleted() {
    return deleted.sum();
  }

  /** Events deleted although somebody had not got them. */
  public long expired() {
    return expired.sum();
  }
}
