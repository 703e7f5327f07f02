package io.ringcast.events.log;

import io.ringcast.events.Event;
import io.ringcast.events.NewEvent;
import io.ringcast.events.RoomKey;
import io.ringcast.events.store.EventStore;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Gives events their places: positions in the log, sequences in the room. What it gave counts when the events are durable, and was never
 * given when they are not. The writing thread owns it.
 */
final class Numbering {
  /** Rooms whose last sequence is kept in memory; others are asked of the store. */
  private static final int ROOMS_MAX = 10_000;
  private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  /** 119 bits. */
  private static final int ID_LETTERS = 20;

  private final EventStore store;
  private final RandomGenerator random;
  private final LinkedHashMap<RoomKey, Long> rooms = new LinkedHashMap<>(16, 0.75f, true);
  private long position;

  private final Map<RoomKey, Long> newRooms = new HashMap<>();
  private long newPosition;

  Numbering(EventStore store, RandomGenerator random) {
    this.store = store;
    this.random = random;
    load();
  }

  Event number(String id, NewEvent event) {
    newPosition++;
    long sequence = newRooms.computeIfAbsent(event.room(), this::lastSequence) + 1;
    newRooms.put(event.room(), sequence);
    return new Event(newPosition, id, event.room(), event.sessionId(), sequence, event.timeMs(), event.happening());
  }

  private long lastSequence(RoomKey room) {
    Long known = rooms.get(room);
    return known != null ? known : store.lastSequence(room);
  }

  /** What was numbered is durable. */
  void keep() {
    position = newPosition;
    rooms.putAll(newRooms);
    newRooms.clear();
    while (rooms.size() > ROOMS_MAX) {
      rooms.pollFirstEntry();
    }
  }

  /** Takes back what was numbered and not kept; where things stand is asked of the store. */
  void discard() {
    if (newPosition != position || !newRooms.isEmpty()) {
      load();
    }
  }

  private void load() {
    long last = store.lastPosition();
    position = last;
    newPosition = last;
    rooms.clear();
    newRooms.clear();
  }

  /** The rooms' numbers may have been forgotten in the store. */
  void forget() {
    rooms.clear();
  }

  String nextId() {
    StringBuilder id = new StringBuilder("EV_");
    for (int i = 0; i < ID_LETTERS; i++) {
      id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return id.toString();
  }
}
