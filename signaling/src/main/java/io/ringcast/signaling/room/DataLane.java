package io.ringcast.signaling.room;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One sender's reliable messages that wait: the first until everybody whom it is for has taken it, the others for their turn. */
final class DataLane {
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private Set<Participant> missing = Set.of();
  private int bytes;

  /** @param done runs once everybody has taken the message */
  record Waiting(DataMessage message, Runnable done) {}

  /** Begins with a message that these have not taken yet. */
  DataLane(Waiting first, Set<Participant> missing) {
    add(first);
    this.missing = missing;
  }

  void add(Waiting message) {
    waiting.add(message);
    bytes += message.message().bytes().length;
  }

  /** How much waits. */
  int bytes() {
    return bytes;
  }

  DataMessage first() {
    return waiting.getFirst().message();
  }

  /** Those who have not taken the first; changed as they do. */
  Set<Participant> missing() {
    return missing;
  }

  /** The first has been taken by everybody: the one whose turn it is, null when nothing waits any more. */
  @Nullable DataMessage next() {
    Waiting first = waiting.removeFirst();
    bytes -= first.message().bytes().length;
    first.done().run();
    return waiting.isEmpty() ? null : first();
  }

  void missing(Set<Participant> those) {
    missing = those;
  }
}
