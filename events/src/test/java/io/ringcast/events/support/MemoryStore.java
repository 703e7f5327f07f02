package io.ringcast.events.support;

import io.ringcast.database.StoreException;
import io.ringcast.events.Event;
import io.ringcast.events.EventType;
import io.ringcast.events.Happening;
import io.ringcast.events.RoomKey;
import io.ringcast.events.delivery.Checkpoint;
import io.ringcast.events.delivery.Progress;
import io.ringcast.events.delivery.SavedLane;
import io.ringcast.events.store.EndedEvent;
import io.ringcast.events.store.EventStore;
import io.ringcast.events.store.OpenThing;
import io.ringcast.events.store.StoredEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** A store that forgets nothing it said was durable; a test may make its commits fail. */
public final class MemoryStore implements EventStore {

  /** What becomes of a commit. */
  public enum Fate { DONE, FAILED, DONE_BUT_UNHEARD, UNSTORABLE }

  private final TreeMap<Long, Event> events = new TreeMap<>();
  private final Map<RoomKey, List<Event>> rooms = new HashMap<>();
  private final Map<RoomKey, Long> sequences = new HashMap<>();
  private final LinkedHashMap<String, OpenThing> open = new LinkedHashMap<>();
  private final Map<String, Progress> receivers = new HashMap<>();
  private final Map<String, List<EndedEvent>> ended = new HashMap<>();
  private long position;
  private Function<List<StoredEvent>, Fate> fate = batch -> Fate.DONE;
  private Runnable afterRead = () -> { };
  private int commits;

  public void decide(Function<List<StoredEvent>, Fate> newFate) {
    fate = newFate;
  }

  /** Happens once, right after the next page of an app was read. */
  public void afterNextRead(Runnable what) {
    afterRead = () -> {
      afterRead = () -> { };
      what.run();
    };
  }

  @Override
  public synchronized void commit(List<StoredEvent> batch, List<Checkpoint> checkpoints) {
    commits++;
    Fate what = fate.apply(batch);
    if (what == Fate.FAILED || what == Fate.UNSTORABLE) {
      throw new StoreException("not now", new IllegalStateException(), what == Fate.UNSTORABLE);
    }
    for (StoredEvent stored : batch) {
      Event event = stored.event();
      if (events.put(event.position(), event) != null || event.sequence() != lastSequence(event.room()) + 1) {
        throw new AssertionError("numbers given twice or left out: " + event);
      }
      rooms.computeIfAbsent(event.room(), room -> new ArrayList<>()).add(event);
      sequences.put(event.room(), event.sequence());
      position = event.position();
      follow(event);
    }
    checkpoints.forEach(this::save);
    if (what == Fate.DONE_BUT_UNHEARD) {
      throw new StoreException("the connection broke", new IllegalStateException(), false);
    }
  }

  private void follow(Event event) {
    Happening happening = event.happening();
    if (happening.begins() != null) {
      open.put(event.room() + " " + happening.begins(), new OpenThing(event.room(), event.sessionId(), event.timeMs(), happening));
    }
    if (happening.ends() != null) {
      open.remove(event.room() + " " + happening.ends());
    }
  }

  @Override
  public synchronized List<OpenThing> open() {
    return List.copyOf(open.sequencedValues().reversed());
  }

  private void save(Checkpoint checkpoint) {
    Progress before = receivers.getOrDefault(checkpoint.receiverId(), new Progress(0, Map.of()));
    Map<RoomKey, SavedLane> behind = new LinkedHashMap<>(before.behind());
    behind.putAll(checkpoint.behind());
    checkpoint.caughtUp().forEach(behind::remove);
    receivers.put(checkpoint.receiverId(), new Progress(checkpoint.position(), behind));
    checkpoint.ended().forEach(end -> ended.computeIfAbsent(checkpoint.receiverId(), id -> new ArrayList<>())
      .add(new EndedEvent(end.event().id(), end.event().room(), end.event().sequence(), end.last(), end.atMs())));
  }

  public synchronized int commits() {
    return commits;
  }

  @Override
  public synchronized boolean holds(String eventId) {
    return events.values().stream().anyMatch(event -> event.id().equals(eventId));
  }

  @Override
  public synchronized long lastPosition() {
    return position;
  }

  @Override
  public synchronized long lastSequence(RoomKey room) {
    return sequences.getOrDefault(room, 0L);
  }

  @Override
  public synchronized List<Event> read(long after, long upTo, int limit) {
    return after >= upTo ? List.of() : events.subMap(after, false, upTo, true).values().stream().limit(limit).toList();
  }

  @Override
  public synchronized List<Event> readRoom(RoomKey room, long fromSequence, long upTo, int limit) {
    return rooms.getOrDefault(room, List.of()).stream()
      .filter(event -> event.sequence() >= fromSequence && event.position() <= upTo).limit(limit).toList();
  }

  @Override
  public synchronized boolean tells(RoomKey room, EventType type) {
    return events.values().stream().anyMatch(event -> event.room().equals(room) && event.type() == type);
  }

  @Override
  public synchronized List<Event> readApp(String appId, long after, int limit) {
    List<Event> page = events.tailMap(after, false).values().stream().filter(event -> event.room().appId().equals(appId)).limit(limit)
      .toList();
    afterRead.run();
    return page;
  }

  @Override
  public synchronized Optional<Event> find(String appId, String eventId) {
    return events.values().stream().filter(event -> event.id().equals(eventId) && event.room().appId().equals(appId)).findFirst();
  }

  @Override
  public synchronized Optional<Progress> progress(String receiverId) {
    return Optional.ofNullable(receivers.get(receiverId));
  }

  @Override
  public synchronized void reset(String receiverId, Progress progress) {
    receivers.put(receiverId, progress);
  }

  @Override
  public synchronized List<EndedEvent> ended(String receiverId, int limit) {
    return ended.getOrDefault(receiverId, List.of()).reversed().stream().limit(limit).toList();
  }

  @Override
  public synchronized int deleteSettled(long beforeMs, Collection<String> names, int max) {
    return delete(max, event -> event.timeMs() < beforeMs && names.stream().map(receivers::get).allMatch(stands ->
      event.position() <= stands.position()
        && (!stands.behind().containsKey(event.room()) || event.sequence() < stands.behind().get(event.room()).sequence())));
  }

  @Override
  public synchronized int deleteExpired(long beforeMs, int max) {
    return delete(max, event -> event.timeMs() < beforeMs);
  }

  private int delete(int max, Predicate<Event> which) {
    List<Event> gone = events.values().stream().filter(which).limit(max).toList();
    for (Event event : gone) {
      events.remove(event.position());
      rooms.get(event.room()).remove(event);
    }
    return gone.size();
  }

  @Override
  public synchronized void forget(long beforeMs) {
    // Rooms may be remembered for longer than they need be.
  }
}
