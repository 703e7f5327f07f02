package io.ringcast.signaling.room;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * The reliable messages of the last moments, for those who could not be reached then: who is joining, and who is back. Bounded in time and
 * bytes; what is forgotten before somebody's channel opens is lost to that one.
 */
final class DataHistory {
  /** LiveKit's clients give up a connection that has not opened for so long. */
  static final long KEPT_MS = 15_000;
  static final int BYTES_MAX = 1 << 18;
  private static final long NEVER = Long.MIN_VALUE;

  private final Deque<Past> past = new ArrayDeque<>(0);
  private int bytes;
  private long forgottenAtMs = NEVER;

  private record Past(DataMessage message, long atMs) {}

  void add(DataMessage message, long nowMs) {
    past.addLast(new Past(message, nowMs));
    bytes += message.bytes().length;
    forget(nowMs);
  }

  /** What was sent since then and is of interest, oldest first. */
  List<DataMessage> since(long atMs, long nowMs, Predicate<DataMessage> interest) {
    forget(nowMs);
    List<DataMessage> found = new ArrayList<>();
    for (Past one : past) {
      if (one.atMs() >= atMs && interest.test(one.message())) {
        found.add(one.message());
      }
    }
    return found;
  }

  void forget(long nowMs) {
    while (!past.isEmpty() && (past.getFirst().atMs() + KEPT_MS <= nowMs || bytes > BYTES_MAX)) {
      Past oldest = past.removeFirst();
      bytes -= oldest.message().bytes().length;
      forgottenAtMs = oldest.atMs();
    }
  }

  /** Whether something that was sent since then is forgotten. */
  boolean hasForgotten(long sinceMs) {
    return forgottenAtMs >= sinceMs;
  }

  /** When {@link #forget} can forget all; what comes before makes it forget too. */
  long dueMs() {
    return past.isEmpty() ? Long.MAX_VALUE : past.getLast().atMs() + KEPT_MS;
  }
}
