package io.ringcast.signaling.room.host;

import io.ringcast.events.AppendRefusal;
import io.ringcast.events.AppendRefusedException;
import io.ringcast.events.Event;
import io.ringcast.events.EventLog;
import io.ringcast.events.Happening;
import io.ringcast.events.NewEvent;
import io.ringcast.sfu.api.RoomKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One room's way into the log, and what waits for it: a turn's events are one append, and what the turn says to the world is held until
 * they are durable. Owned by the room's queue.
 *
 * <pre>
 * WRITTEN   a turn has events                      WRITING   what is said is held
 * WRITING   all of them are durable                WRITTEN   what was held goes out
 * WRITING   the oldest waits for {@link #AWAY_AFTER_MS}      AWAY      what was held goes out; nothing is held, changes are refused
 * AWAY      the oldest waits for less, or none     WRITING, WRITTEN
 * </pre>
 *
 * <p>A batch for which the log has no room is tried again, before what comes after it.
 */
final class Journal {
  /** A call goes on while the database is away; but who asks for something waits no longer than this to hear that it cannot be. */
  static final long AWAY_AFTER_MS = 5_000;
  static final long RETRY_MS = 250;
  /** Held messages, each with a client's name on it; with more the log counts as away. */
  static final int HELD_MAX = 50_000;
  /** Events of one append: even the largest of them fit together into the log's queue. */
  private static final int BATCH_MAX = 100;
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private final io.ringcast.events.RoomKey room;
  private final EventLog log;
  private final Executor queue;
  private final Alarm alarm;
  private final Deque<Batch> unwritten = new ArrayDeque<>();
  private Batch turn = new Batch();
  private int held;
  private boolean watching;
  private boolean retrying;

  /** What waits to be said until it is known whether what happened is durable. */
  @FunctionalInterface
  interface Held {
    void go(boolean durable);
  }

  private static final class Batch {
    private final List<NewEvent> events = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private long sinceMs;
    private boolean taken;
  }

  /** @param queue the room's */
  Journal(RoomKey key, EventLog log, Executor queue, Alarm alarm) {
    room = new io.ringcast.events.RoomKey(key.appId(), key.roomId());
    this.log = log;
    this.queue = queue;
    this.alarm = alarm;
  }

  long nowMs() {
    return alarm.nowMs();
  }

  /** Something happened in this turn. */
  void add(String sessionId, Happening happening) {
    if (turn.events.size() >= BATCH_MAX) {
      flush();
    }
    turn.events.add(new NewEvent(room, sessionId, nowMs(), happening));
  }

  /** The turn is over: what happened in it goes to the log. */
  void flush() {
    if (turn.events.isEmpty()) {
      return;
    }
    Batch batch = turn;
    turn = new Batch();
    batch.sinceMs = nowMs();
    boolean behind = !allTaken();
    unwritten.add(batch);
    if (!behind) {
      append(batch);
    }
    watch();
  }

  /** Whether the log takes what happens. */
  boolean open() {
    return !away() && allTaken();
  }

  /** Whether the log has everything, written or not: nothing of this room can come after what comes then. */
  boolean allTaken() {
    return unwritten.isEmpty() || unwritten.peekLast().taken;
  }

  /** Goes when all that happened until now is durable, or when it is known that this will take a while. */
  void hold(Held what) {
    Batch last = turn.events.isEmpty() ? unwritten.peekLast() : turn;
    if (last == null || away()) {
      what.go(last == null);
      return;
    }
    last.held.add(what);
    held++;
    if (held > HELD_MAX) {
      release();
    }
  }

  private boolean away() {
    Batch oldest = unwritten.peekFirst();
    return oldest != null && (held > HELD_MAX || nowMs() - oldest.sinceMs >= AWAY_AFTER_MS);
  }

  private void append(Batch batch) {
    batch.taken = true;
    CompletableFuture<List<Event>> written = log.append(List.copyOf(batch.events));
    if (written.isDone()) {
      var _ = written.whenComplete((events, failure) -> appended(batch, failure));
    } else {
      var _ = written.whenCompleteAsync((events, failure) -> appended(batch, failure), queue);
    }
  }

  private void appended(Batch batch, @Nullable Throwable failure) {
    if (failure instanceof AppendRefusedException refused && refused.reason() == AppendRefusal.QUEUE_FULL) {
      batch.taken = false;
      retryLater();
      return;
    }
    if (failure != null) {
      LOG.error("room {} of app {}: {} events are lost: {}", room.roomId(), room.appId(), batch.events.size(), failure.getMessage());
    }
    unwritten.remove(batch);
    go(batch, failure == null);
  }

  private void retryLater() {
    if (!retrying) {
      retrying = true;
      alarm.after(RETRY_MS, () -> queue.execute(this::retry));
    }
  }

  private void retry() {
    retrying = false;
    for (Batch batch : List.copyOf(unwritten)) {
      if (!batch.taken && !retrying) {
        append(batch);
      }
    }
  }

  /** Looks again when the oldest batch has waited too long. */
  private void watch() {
    Batch oldest = unwritten.peekFirst();
    if (!watching && oldest != null) {
      watching = true;
      alarm.after(Math.max(RETRY_MS, oldest.sinceMs + AWAY_AFTER_MS - nowMs()), () -> queue.execute(() -> {
        watching = false;
        if (away()) {
          release();
        }
        watch();
      }));
    }
  }

  private void release() {
    List.copyOf(unwritten).forEach(batch -> go(batch, false));
  }

  private void go(Batch batch, boolean durable) {
    List<Held> all = List.copyOf(batch.held);
    batch.held.clear();
    held -= all.size();
    all.forEach(one -> one.go(durable));
  }
}
