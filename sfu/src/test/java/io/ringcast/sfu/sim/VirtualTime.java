package io.ringcast.sfu.sim;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Events in virtual time: each happens at its moment, equal moments in the order they were planned. */
final class VirtualTime {
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::atNs).thenComparingLong(Event::order));
  private long nowNs;
  private long planned;

  private record Event(long atNs, long order, Runnable action) {}

  long nowNs() {
    return nowNs;
  }

  void at(long atNs, Runnable action) {
    events.add(new Event(Math.max(atNs, nowNs), planned++, action));
  }

  void after(long delayNs, Runnable action) {
    at(nowNs + delayNs, action);
  }

  /** When the next event is, or {@link Long#MAX_VALUE}. */
  long nextNs() {
    Event next = events.peek();
    return next == null ? Long.MAX_VALUE : next.atNs();
  }

  /** Lets the next event happen. */
  void step() {
    Event next = events.remove();
    nowNs = next.atNs();
    next.action().run();
  }
}
