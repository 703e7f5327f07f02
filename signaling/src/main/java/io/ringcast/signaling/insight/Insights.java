package io.ringcast.signaling.insight;

import io.ringcast.signaling.room.RoomView;
import io.ringcast.signaling.room.host.RoomHost;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The rooms that somebody looks at, and what was seen last. All who look at a room share one look a second, and all rooms one
 * {@link LookBudget}: what is older is told, with its time, until it is their turn. Any thread.
 */
final class Insights {
  static final long INTERVAL_MS = 1_000;
  /** A room that nobody asks for is forgotten, with the troubles of its members. */
  static final long FORGOTTEN_AFTER_MS = 60_000;

  private final Executor executor;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<RoomHost, Watched> rooms = new HashMap<>();
  private final LookBudget budget = new LookBudget();

  /** A room under watch. Its insight belongs to the look that is under way, one at a time. */
  private static final class Watched {
    private final RoomInsight insight = new RoomInsight();
    private @Nullable CompletableFuture<Snapshot> look;
    private long beganMs;
    private long askedMs;
  }

  /** @param executor does the sums */
  Insights(Executor executor) {
    this.executor = executor;
  }

  /** What is known of a room: shared, so not to be cancelled. */
  CompletableFuture<Snapshot> of(RoomHost host) {
    long nowMs = host.nowMs();
    lock.lock();
    try {
      rooms.values().removeIf(room -> nowMs - room.askedMs > FORGOTTEN_AFTER_MS);
      Watched room = rooms.computeIfAbsent(host, absent -> new Watched());
      room.askedMs = nowMs;
      CompletableFuture<Snapshot> last = room.look;
      if (last == null || last.isCompletedExceptionally() || (last.isDone() && isDue(room, nowMs))) {
        last = look(host, room, nowMs);
        room.look = last;
        room.beganMs = nowMs;
      }
      return last;
    } finally {
      lock.unlock();
    }
  }

  private boolean isDue(Watched room, long nowMs) {
    return nowMs - room.beganMs >= INTERVAL_MS && budget.isFree(nowMs);
  }

  private CompletableFuture<Snapshot> look(RoomHost host, Watched room, long nowMs) {
    return host.ask(RoomView::of).thenCombineAsync(host.media().report(), (view, report) -> {
      spend(report.peers().size(), nowMs);
      return room.insight.look(view, report, nowMs);
    }, executor);
  }

  private void spend(int connections, long nowMs) {
    lock.lock();
    try {
      budget.spend(connections, nowMs);
    } finally {
      lock.unlock();
    }
  }

  /** The same rooms, those first whose last look is the longest ago: so each gets its turn. */
  List<RoomHost> inTurn(List<RoomHost> hosts) {
    lock.lock();
    try {
      Map<RoomHost, Long> began = new HashMap<>();
      rooms.forEach((host, room) -> began.put(host, room.beganMs));
      return hosts.stream().sorted(Comparator.comparingLong(host -> began.getOrDefault(host, 0L))).toList();
    } finally {
      lock.unlock();
    }
  }
}
