package io.ringcast.events.tail;

import io.ringcast.events.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Hands new events to those who follow their app. The writing thread publishes and waits for nobody: who is too slow is let go. */
public final class LiveTail implements AutoCloseable {
  public static final int FOLLOWERS_MAX = 1_000;
  public static final int FOLLOWERS_PER_APP_MAX = 100;
  private static final long NOW = -1;

  private final EventReader reader;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, List<Follower>> followers = new HashMap<>();
  private final LongAdder[] ended = Stream.generate(LongAdder::new).limit(FollowEnd.values().length).toArray(LongAdder[]::new);
  private int count;
  private long published;
  private boolean closed;

  /** @param position the last one in the log */
  public LiveTail(EventReader reader, long position) {
    this.reader = reader;
    published = position;
  }

  /** Called by the writing thread, in the order of the log. */
  public void publish(List<Event> events) {
    lock.lock();
    try {
      for (Event event : events) {
        for (Follower follower : List.copyOf(followers.getOrDefault(event.room().appId(), List.of()))) {
          follower.offer(event);
        }
        published = event.position();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Follows an app's events: first those of the log, then live, without gap and without repeats.
   *
   * @param after a cursor of {@link EventReader}; none: from now on
   */
  public Follower follow(String appId, @Nullable String after) {
    long from = after == null ? NOW : reader.position(appId, after);
    lock.lock();
    try {
      List<Follower> ofApp = followers.computeIfAbsent(appId, app -> new ArrayList<>());
      if (count >= FOLLOWERS_MAX || ofApp.size() >= FOLLOWERS_PER_APP_MAX) {
        throw new TooManyFollowersException();
      }
      Follower follower = new Follower(this, reader, appId, after, from == NOW ? published : from);
      ofApp.add(follower);
      count++;
      if (closed) {
        follower.end(FollowEnd.SERVER_CLOSED);
      }
      return follower;
    } finally {
      lock.unlock();
    }
  }

  void goLive(Follower follower) {
    lock.lock();
    try {
      follower.startLive();
    } finally {
      lock.unlock();
    }
  }

  void leave(Follower follower, FollowEnd reason) {
    lock.lock();
    try {
      List<Follower> ofApp = followers.get(follower.appId());
      if (ofApp != null && ofApp.remove(follower)) {
        count--;
        ended[reason.ordinal()].increment();
        if (ofApp.isEmpty()) {
          followers.remove(follower.appId());
        }
      }
    } finally {
      lock.unlock();
    }
  }

  public int following() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** How many were let go for this reason. */
  public long ended(FollowEnd reason) {
    return ended[reason.ordinal()].sum();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      List<Follower> all = new ArrayList<>();
      followers.values().forEach(all::addAll);
      all.forEach(follower -> follower.end(FollowEnd.SERVER_CLOSED));
    } finally {
      lock.unlock();
    }
  }
}
