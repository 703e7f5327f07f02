package io.ringcast.calls.support;

import io.ringcast.calls.exchange.Alarm;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when it is told to. */
public final class HandClock implements Alarm {
  private record Due(long atMs, long order, Runnable task) {}

  private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::atMs).thenComparingLong(Due::order));
  private long nowMs = 1_000_000;
  private long order;

  @Override
  public long nowMs() {
    return nowMs;
  }

  @Override
  public void after(long delayMs, Runnable task) {
    due.add(new Due(nowMs + delayMs, order++, task));
  }

  /** Lets time pass, and what becomes due happen at its time. */
  public void pass(long ms) {
    long untilMs = nowMs + ms;
    while (!due.isEmpty() && due.peek().atMs() <= untilMs) {
      Due next = due.remove();
      nowMs = Math.max(nowMs, next.atMs());
      next.task().run();
    }
    nowMs = untilMs;
  }

  /** When the next is due; never, if nothing is. */
  public long nextMs() {
    return due.isEmpty() ? Long.MAX_VALUE : due.peek().atMs();
  }

  @Override
  public void close() {
    due.clear();
  }
}
