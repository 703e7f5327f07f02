package io.ringcast.events.log;

import io.ringcast.database.Patience;
import io.ringcast.events.AppendRefusal;
import io.ringcast.events.AppendRefusedException;
import io.ringcast.events.Event;
import io.ringcast.events.EventLog;
import io.ringcast.events.NewEvent;
import io.ringcast.events.delivery.Checkpoint;
import io.ringcast.events.store.EventStore;
import io.ringcast.events.store.HappeningJson;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The log's writer. While one transaction syncs the disk the next gathers: everything that waits goes with it, checkpoints of receivers
 * too. When the database fails the same events are tried until it is back, in their order; what comes meanwhile waits, and what the queue
 * has no room for is refused at once.
 */
public final class Outbox implements EventLog, AutoCloseable {
  /** Events that wait to be written. */
  public static final int QUEUE_EVENTS_MAX = 65_536;
  /** … and their details' characters. */
  public static final long QUEUE_CHARS_MAX = 32L << 20;
  /** The details of one event; attributes and metadata are bounded well below by whoever sets them. */
  public static final int EVENT_CHARS_MAX = 256 << 10;
  public static final int BATCH_EVENTS_MAX = 1_024;
  private static final int COMMIT_EVENTS_MAX = 2_048;

  private final Numbering numbering;
  private final GroupCommit commit;
  private final Patience patience = new Patience();
  private final OutboxCounters counters = new OutboxCounters();
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final ArrayDeque<Append> appends = new ArrayDeque<>();
  private final ArrayDeque<Save> saves = new ArrayDeque<>();
  private final ArrayDeque<Runnable> jobs = new ArrayDeque<>();
  private int queuedEvents;
  private long queuedChars;
  private boolean closed;

  /** @param committed is told of all events when they are durable, in the order of the log, by the writing thread */
  public Outbox(EventStore store, RandomGenerator random, Consumer<List<Event>> committed) {
    numbering = new Numbering(store, random);
    commit = new GroupCommit(store, numbering, counters, committed, patience);
    thread = Thread.ofPlatform().name("events-writer").daemon().unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  @Override
  public CompletableFuture<List<Event>> append(List<NewEvent> batch) {
    if (batch.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    List<String> details = new ArrayList<>(batch.size());
    long chars = 0;
    boolean tooLarge = batch.size() > BATCH_EVENTS_MAX;
    for (NewEvent event : batch) {
      String json = HappeningJson.write(event.happening());
      details.add(json);
      chars += json.length();
      tooLarge |= json.length() > EVENT_CHARS_MAX;
    }
    Append append = new Append(List.copyOf(batch), details, chars, new CompletableFuture<>());
    AppendRefusal refusal = tooLarge ? AppendRefusal.TOO_LARGE : enqueue(append);
    if (refusal != null) {
      counters.refuse(refusal, batch.size());
      append.done().completeExceptionally(new AppendRefusedException(refusal));
    }
    return append.done();
  }

  private @Nullable AppendRefusal enqueue(Append append) {
    lock.lock();
    try {
      if (closed) {
        return AppendRefusal.CLOSED;
      }
      if (queuedEvents + append.events().size() > QUEUE_EVENTS_MAX || queuedChars + append.chars() > QUEUE_CHARS_MAX) {
        return AppendRefusal.QUEUE_FULL;
      }
      appends.add(append);
      queuedEvents += append.events().size();
      queuedChars += append.chars();
      work.signal();
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Writes the checkpoint with what is written next; a receiver has at most one waiting. */
  public CompletableFuture<Void> save(Checkpoint checkpoint) {
    Save save = new Save(checkpoint, new CompletableFuture<>());
    enqueueWork(() -> saves.add(save), save.done());
    return save.done();
  }

  /** Runs on the writing thread what else writes; there are no more of these than people and timers that ask. */
  public CompletableFuture<Void> run(Runnable job) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    enqueueWork(() -> jobs.add(() -> complete(job, done)), done);
    return done;
  }

  private void enqueueWork(Runnable add, CompletableFuture<Void> done) {
    lock.lock();
    try {
      if (closed) {
        done.completeExceptionally(new AppendRefusedException(AppendRefusal.CLOSED));
      } else {
        add.run();
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private static void complete(Runnable job, CompletableFuture<Void> done) {
    try {
      job.run();
      done.complete(null);
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
    }
  }

  /** Rooms may have been forgotten in the store; called on the writing thread. */
  public void forgetRooms() {
    numbering.forget();
  }

  public OutboxCounters counters() {
    return counters;
  }

  /** Events that wait. */
  public int queued() {
    lock.lock();
    try {
      return queuedEvents;
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more, writes what waits, and leaves; what a failing database has not taken by then is refused. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      work.signal();
    } finally {
      lock.unlock();
    }
    if (thread.getState() == Thread.State.NEW) {
      thread.start();
    }
    patience.awaitEnd(thread);
  }

  private void run() {
    Turn turn = next();
    while (turn != null) {
      if (!turn.appends.isEmpty() || !turn.saves.isEmpty()) {
        commit.write(turn.appends, turn.saves);
      }
      turn.jobs.forEach(Runnable::run);
      turn = next();
    }
  }

  /** All that waits, up to a commit's size; none when nothing more will come. */
  private @Nullable Turn next() {
    lock.lock();
    try {
      while (!closed && appends.isEmpty() && saves.isEmpty() && jobs.isEmpty()) {
        work.awaitUninterruptibly();
      }
      if (appends.isEmpty() && saves.isEmpty() && jobs.isEmpty()) {
        return null;
      }
      List<Append> taken = new ArrayList<>();
      int events = 0;
      while (!appends.isEmpty() && events < COMMIT_EVENTS_MAX) {
        Append append = appends.removeFirst();
        taken.add(append);
        events += append.events().size();
        queuedEvents -= append.events().size();
        queuedChars -= append.chars();
      }
      Turn turn = new Turn(taken, List.copyOf(saves), List.copyOf(jobs));
      saves.clear();
      jobs.clear();
      return turn;
    } finally {
      lock.unlock();
    }
  }

  private record Turn(List<Append> appends, List<Save> saves, List<Runnable> jobs) {}
}
