package io.ringcast.events.log;

import io.ringcast.events.AppendRefusal;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** What the outbox counts; any thread may read. */
public final class OutboxCounters {
  private volatile boolean away;
  private final LongAdder appended = new LongAdder();
  private final LongAdder commits = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder[] refused = Stream.generate(LongAdder::new).limit(AppendRefusal.values().length).toArray(LongAdder[]::new);

  void committed(int events) {
    away = false;
    appended.add(events);
    commits.increment();
  }

  void failed() {
    failures.increment();
  }

  /** The last transaction failed, and is tried again until it does not. */
  void wentAway() {
    away = true;
  }

  /** Whether the database takes nothing, as far as is known. */
  public boolean away() {
    return away;
  }

  void refuse(AppendRefusal reason, int events) {
    refused[reason.ordinal()].add(events);
  }

  /** Events made durable. */
  public long appended() {
    return appended.sum();
  }

  /** Transactions, each one sync of the disk. */
  public long commits() {
    return commits.sum();
  }

  /** Transactions that failed and were tried again. */
  public long failures() {
    return failures.sum();
  }

  /** Events not taken. */
  public long refused(AppendRefusal reason) {
    return refused[reason.ordinal()].sum();
  }
}
