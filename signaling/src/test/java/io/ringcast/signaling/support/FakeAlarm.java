package io.ringcast.signaling.support;

import io.ringcast.signaling.room.host.Alarm;
import java.util.Comparator;
import java.util.PriorityQueue;

/** An alarm whose time a test moves. */
public final class FakeAlarm implements Alarm {
  private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::atMs).thenComparingLong(Task::number));
  private long nowMs = 1_000_000;
  private long number;

  private record Task(long atMs, long number, Runnable work) {}

  @Override
  public long nowMs() {
    return nowMs;
  }

  @Override
  public void after(long delayMs, Runnable task) {
    tasks.add(new Task(nowMs + delayMs, number++, task));
  }

  /** Lets so much time go by and runs what is due meanwhile, in order. */
  public void advance(long ms) {
    long untilMs = nowMs + ms;
    while (!tasks.isEmpty() && tasks.peek().atMs() <= untilMs) {
      Task due = tasks.remove();
      nowMs = due.atMs();
      due.work().run();
    }
    nowMs = untilMs;
  }

  @Override
  public void close() {
    tasks.clear();
  }
}
