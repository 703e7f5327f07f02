package io.ringcast.sfu.sim;

import java.util.PriorityQueue;

/** Events in virtual time: each happens at its moment, equal moments in the order they were planned. */
public final class VirtualTime {
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long nowNs;
  private long planned;
  private long happened;

  private record Event(long atNs, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return atNs != other.atNs ? Long.compare(atNs, other.atNs) : Long.compare(order, other.order);
    }
  }

  public long nowNs() {
    return nowNs;
  }

  /** How many events happened so far. */
  long happened() {
    return happened;
  }

  public void at(long atNs, Runnable action) {
    events.add(new Event(Math.max(atNs, nowNs), planned++, action));
  }

  public void after(long delayNs, Runnable action) {
    at(nowNs + delayNs, action);
  }

  /** Lets everything happen that is planned up to this moment, which then is now. */
  public void runUntil(long untilNs) {
    Event next;
    while ((next = events.peek()) != null && next.atNs() <= untilNs) {
      events.remove();
      nowNs = next.atNs();
      happened++;
      next.action().run();
    }
    nowNs = untilNs;
  }
}
