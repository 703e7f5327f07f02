package io.ringcast.signaling.room;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** The reliable messages of the last moments, for those who could not be reached then. As long as LiveKit's, and in bytes bounded. */
final class DataHistory {
  static final long KEPT_MS = 2_000;
  static final int BYTES_MAX = 1 << 18;

  private final Deque<Past> past = new ArrayDeque<>(0);
  private int bytes;

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
      bytes -= past.removeFirst().message().bytes().length;
    }
  }

  /** When {@link #forget} has something to do. */
  long dueMs() {
    return past.isEmpty() ? Long.MAX_VALUE : past.getFirst().atMs() + KEPT_MS;
  }
}
