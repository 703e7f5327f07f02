package io.ringcast.signaling.room;

import io.ringcast.signaling.room.DataLane.Waiting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings data messages to those members of one room that they are for and that can be reached.
 *
 * <p>A lossy message that somebody has no room for is lost to that one. A reliable one waits, and what its sender sends after it waits
 * behind it, which holds the sender up: the slowest reader sets the pace. But not for ever: who makes no room for
 * {@link #HELD_MAX_MS} is given up, so that nobody can silence a room by not reading.
 */
public final class DataRelay {
  /** With the room that a reader must make meanwhile, 128 KiB, about 130 kbit/s. */
  static final long HELD_MAX_MS = 8_000;
  /** What may wait of the server's own messages, which nothing holds up. */
  static final int SERVER_BYTES_MAX = 1 << 20;
  private static final long NEVER = Long.MAX_VALUE;

  private final Collection<Participant> members;
  private final RoomCounters counters;
  private final Set<Participant> reachable = new HashSet<>();
  private final Map<String, Long> lastSequences = new HashMap<>();
  /** By sender, those that wait longest first. */
  private final Map<String, DataLane> lanes = new LinkedHashMap<>();
  /** Who is waited for, and since when. */
  private final Map<Participant, Long> heldSinceMs = new LinkedHashMap<>();
  private final DataHistory history = new DataHistory();
  private final RecentNonces nonces = new RecentNonces();

  /** @param members the room's members, as they change */
  DataRelay(Collection<Participant> members, RoomCounters counters) {
    this.members = members;
    this.counters = counters;
  }

  /**
   * Sends a member's message on, if it may send it.
   *
   * @param done runs once the message is needed no longer
   */
  public void send(DataMessage message, long nowMs, Runnable done) {
    DataFault refusal = refusal(message);
    if (refusal != null) {
      counters.onFault(refusal);
      done.run();
    } else {
      post(message, nowMs, done);
    }
  }

  /** Sends the server's own message; false when too many of them wait already. */
  public boolean send(DataMessage message, long nowMs) {
    DataLane lane = lanes.get(message.sender());
    if (message.delivery() == Delivery.RELIABLE && lane != null && lane.bytes() + message.bytes().length > SERVER_BYTES_MAX) {
      counters.onFault(DataFault.SERVER_FULL);
      return false;
    }
    post(message, nowMs, () -> { });
    return true;
  }

  private @Nullable DataFault refusal(DataMessage message) {
    Participant from = message.from();
    if (from == null) {
      return null;
    }
    if (!from.permissions().publishData()) {
      return DataFault.NOT_ALLOWED;
    }
    if (message.delivery() == Delivery.RELIABLE && message.sequence() > 0) {
      if (message.sequence() <= lastSequence(from)) {
        return DataFault.REPEATED;
      }
      lastSequences.put(from.sid(), message.sequence());
    }
    return null;
  }

  /** The number of the last reliable message that came from a member; 0 when it counts none. */
  public long lastSequence(Participant from) {
    return lastSequences.getOrDefault(from.sid(), 0L);
  }

  private void post(DataMessage message, long nowMs, Runnable done) {
    if (nonces.isRepeated(message.nonce())) {
      counters.onFault(DataFault.REPEATED);
      done.run();
    } else if (message.delivery() == Delivery.LOSSY) {
      offer(message).forEach(full -> counters.onFault(DataFault.READER_FULL));
      done.run();
    } else {
      queue(message, nowMs, done);
    }
  }

  private void queue(DataMessage message, long nowMs, Runnable done) {
    DataLane lane = lanes.get(message.sender());
    if (lane != null) {
      lane.add(new Waiting(message, done));
      return;
    }
    Set<Participant> missing = begin(message, nowMs);
    if (missing.isEmpty()) {
      done.run();
    } else {
      lanes.put(message.sender(), new DataLane(new Waiting(message, done), missing));
    }
  }

  /** It is a reliable message's turn: those who have no room for it are waited for. */
  private Set<Participant> begin(DataMessage message, long nowMs) {
    history.add(message, nowMs);
    Set<Participant> missing = offer(message);
    missing.forEach(full -> heldSinceMs.putIfAbsent(full, nowMs));
    return missing;
  }

  /** Gives a message to everybody whom it is for; returns those who did not take it. */
  private Set<Participant> offer(DataMessage message) {
    Set<Participant> missing = new LinkedHashSet<>(0);
    for (Participant member : members) {
      if (reachable.contains(member) && message.isFor(member) && !member.media().deliver(message.delivery(), message.bytes())) {
        missing.add(member);
      }
    }
    return missing;
  }

  /** A member can be reached from now on; what was sent while it came is sent now, as far as it is kept. */
  public void reach(Participant who, long nowMs) {
    if (!who.left() && who.presence() != Presence.WAITING && reachable.add(who)) {
      history.forget(nowMs);
      if (history.hasForgotten(who.joinedAtMs())) {
        counters.onFault(DataFault.OPENED_LATE);
      }
      repeat(who, history.since(who.joinedAtMs(), nowMs, message -> message.isFor(who)));
    }
  }

  /**
   * A member is back, and tells what it heard last.
   *
   * @param lastBySender the numbers of the last messages by the sids of their senders
   */
  public void repeat(Participant who, Map<String, Long> lastBySender, long nowMs) {
    if (reachable.contains(who)) {
      repeat(who, history.since(who.joinedAtMs(), nowMs, message -> message.isFor(who)
          && message.sequence() > lastBySender.getOrDefault(message.sender(), NEVER)));
    }
  }

  private void repeat(Participant who, List<DataMessage> messages) {
    for (DataMessage message : messages) {
      if (!who.media().deliver(message.delivery(), message.bytes())) {
        counters.onFault(DataFault.READER_FULL);
      }
    }
  }

  /** A member takes messages again. */
  public void roomAgain(Participant who, long nowMs) {
    if (heldSinceMs.remove(who) == null) {
      return;
    }
    for (String sender : List.copyOf(lanes.keySet())) {
      DataLane lane = lanes.get(sender);
      if (lane != null && lane.missing().contains(who)) {
        if (who.media().deliver(lane.first().delivery(), lane.first().bytes())) {
          settle(sender, lane, who, nowMs);
        } else {
          heldSinceMs.putIfAbsent(who, nowMs);
        }
      }
    }
  }

  /** A member is out: nobody waits for it. What it sent is still brought to those whom it is for. */
  void gone(Participant who, long nowMs) {
    reachable.remove(who);
    lastSequences.remove(who.sid());
    heldSinceMs.remove(who);
    for (String sender : List.copyOf(lanes.keySet())) {
      DataLane lane = lanes.get(sender);
      if (lane != null && lane.missing().contains(who)) {
        settle(sender, lane, who, nowMs);
      }
    }
  }

  /** One less is waited for; with the last of them the sender's next messages have their turn. */
  private void settle(String sender, DataLane lane, Participant who, long nowMs) {
    lane.missing().remove(who);
    while (lane.missing().isEmpty()) {
      DataMessage next = lane.next();
      if (next == null) {
        lanes.remove(sender);
        return;
      }
      lane.missing(begin(next, nowMs));
    }
  }

  /** Nothing is brought to anybody any more. */
  void end() {
    reachable.clear();
    lanes.clear();
    heldSinceMs.clear();
    history.forget(NEVER);
  }

  /** When {@link #advance} has something to do. */
  long nextDueMs() {
    long heldMs = heldSinceMs.values().stream().mapToLong(since -> since + HELD_MAX_MS).min().orElse(NEVER);
    return Math.min(heldMs, history.dueMs());
  }

  /** Lets time pass; returns those who are to be given up. */
  List<Participant> advance(long nowMs) {
    history.forget(nowMs);
    if (heldSinceMs.isEmpty()) {
      return List.of();
    }
    List<Participant> stalled = new ArrayList<>();
    heldSinceMs.forEach((who, since) -> {
      if (since + HELD_MAX_MS <= nowMs) {
        counters.onFault(DataFault.READER_STALLED);
        stalled.add(who);
      }
    });
    return stalled;
  }
}
