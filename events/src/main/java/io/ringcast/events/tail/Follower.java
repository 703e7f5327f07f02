package io.ringcast.events.tail;

import io.ringcast.events.Event;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One who follows an app's events. It reads the log until it is at its end; from then on events wait for it in memory, a bounded number of
 * them. One thread takes, the writing thread offers.
 */
public final class Follower implements AutoCloseable {
  /** Live events that wait; one more and the follower was too slow. */
  public static final int WAITING_MAX = 256;
  private static final int PAGE = 256;

  private final LiveTail tail;
  private final EventReader reader;
  private final String appId;
  private long at;
  private @Nullable String cursor;
  private boolean caughtUp;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final ArrayDeque<Event> waiting = new ArrayDeque<>();
  private boolean live;
  private @Nullable FollowEnd end;

  Follower(LiveTail tail, EventReader reader, String appId, @Nullable String cursor, long at) {
    this.tail = tail;
    this.reader = reader;
    this.appId = appId;
    this.cursor = cursor;
    this.at = at;
  }

  String appId() {
    return appId;
  }

  /** Waits for events, but no longer than this. */
  public Followed next(Duration wait) throws InterruptedException {
    if (!caughtUp) {
      List<Event> old = history();
      if (!old.isEmpty()) {
        return given(old);
      }
    }
    lock.lock();
    try {
      long leftNs = wait.toNanos();
      while (waiting.isEmpty() && end == null && leftNs > 0) {
        leftNs = news.awaitNanos(leftNs);
      }
      if (end != null) {
        return new Followed.Ended(end, cursor);
      }
      // The log may have shown what the writing thread was about to offer.
      List<Event> events = waiting.stream().filter(event -> event.position() > at).toList();
      waiting.clear();
      return given(events);
    } finally {
      lock.unlock();
    }
  }

  private Followed given(List<Event> events) {
    if (!events.isEmpty()) {
      at = events.getLast().position();
      cursor = events.getLast().id();
    }
    return new Followed.More(events);
  }

  /** The next page of the log; from the last one on, which is not full, events are offered as they happen. */
  private List<Event> history() {
    EventPage page = reader.page(appId, at, PAGE);
    if (page.more()) {
      return page.events();
    }
    tail.goLive(this);
    caughtUp = true;
    // What was written between that page and now was offered to nobody.
    List<Event> events = new ArrayList<>(page.events());
    do {
      page = reader.page(appId, events.isEmpty() ? at : events.getLast().position(), PAGE);
      events.addAll(page.events());
    } while (page.more());
    return events;
  }

  /** Called by the tail, which publishes nothing meanwhile. */
  void startLive() {
    lock.lock();
    try {
      live = true;
    } finally {
      lock.unlock();
    }
  }

  /** Called by the writing thread. */
  void offer(Event event) {
    lock.lock();
    try {
      if (!live || end != null) {
        return;
      }
      if (waiting.size() < WAITING_MAX) {
        waiting.add(event);
        news.signal();
        return;
      }
    } finally {
      lock.unlock();
    }
    end(FollowEnd.TOO_SLOW);
  }

  void end(FollowEnd reason) {
    tail.leave(this, reason);
    lock.lock();
    try {
      if (end == null) {
        end = reason;
        waiting.clear();
        news.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    end(FollowEnd.CLOSED);
  }
}
