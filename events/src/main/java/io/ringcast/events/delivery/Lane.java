package io.ringcast.events.delivery;

import io.ringcast.events.Event;
import io.ringcast.events.RoomKey;
import java.util.ArrayDeque;
import java.util.Comparator;

/**
 * One room's way to one receiver: at most one event of it is under way, so none overtakes another.
 *
 * <pre>
 *   state    on                       to        with
 *   READY    a slot, an event queued  SENDING   Send
 *   READY    a slot, nothing queued   READING   ReadRoom; only a lane that is behind gets here
 *   READING  events                   READY
 *   READING  none, and none to come   gone      it caught up
 *   SENDING  accepted, or given up    READY     the next event; gone when it has none and is not behind
 *   SENDING  failed                   WAITING   it is behind: all but the failed event is left to the store
 *   WAITING  due, receiver came back  READY
 * </pre>
 */
final class Lane {
  enum State { READY, READING, SENDING, WAITING }

  static final Comparator<Lane> BY_DUE = Comparator.<Lane>comparingLong(lane -> lane.dueMs).thenComparingLong(lane -> lane.number);

  final RoomKey room;
  /** Makes the order of lanes that are due together a fixed one. */
  final long number;
  final ArrayDeque<Event> queue = new ArrayDeque<>();
  State state = State.READY;
  /** Whether it stands in the store as a {@link SavedLane}, and the log's reader passes its events over. */
  boolean behind;
  /** Of a lane that is behind: the sequence of the next event. */
  long next;
  long readUpTo;
  int attempts;
  long failingSinceMs;
  /** When the last attempt failed. */
  long failedMs;
  /** Failures that were the event's own; counted anew after a restart. */
  int faults;
  long dueMs;

  Lane(RoomKey room, long number) {
    this.room = room;
    this.number = number;
  }

  Lane(RoomKey room, long number, SavedLane saved) {
    this(room, number);
    behind = true;
    next = saved.sequence();
    attempts = saved.attempts();
    failingSinceMs = saved.failingSinceMs();
  }

  /** Leaves all but the first event to the store. */
  void fallBehind() {
    Event head = queue.getFirst();
    queue.clear();
    queue.add(head);
    next = head.sequence();
    behind = true;
  }

  /** The next event was not tried yet. */
  void startAfresh() {
    attempts = 0;
    failingSinceMs = 0;
    failedMs = 0;
    faults = 0;
  }

  SavedLane saved() {
    return new SavedLane(next, attempts, failingSinceMs);
  }
}
