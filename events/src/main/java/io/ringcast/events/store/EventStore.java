package io.ringcast.events.store;

import io.ringcast.database.StoreException;
import io.ringcast.events.Event;
import io.ringcast.events.EventType;
import io.ringcast.events.RoomKey;
import io.ringcast.events.delivery.Checkpoint;
import io.ringcast.events.delivery.Progress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Where events live. What writes is called by one thread and is durable when it returns; what reads may be called by any. An unusable
 * database shows as a {@link StoreException}.
 */
public interface EventStore {

  /** Writes everything or nothing. */
  void commit(List<StoredEvent> events, List<Checkpoint> checkpoints);

  /** Whether a commit that seemed to fail took place; by then it is decided. Called by the thread that writes. */
  boolean holds(String eventId);

  /** The last position ever given; 0 without any. */
  long lastPosition();

  /** The last sequence given in the room; 0 without any. */
  long lastSequence(RoomKey room);

  /** Events after one position and up to another, oldest first. */
  List<Event> read(long after, long upTo, int limit);

  /** Events of a room from this sequence and up to a position, oldest first. */
  List<Event> readRoom(RoomKey room, long fromSequence, long upTo, int limit);

  /** Events of an app after a position, oldest first. */
  List<Event> readApp(String appId, long after, int limit);

  /** Whether an event of this type is kept of a room. */
  boolean tells(RoomKey room, EventType type);

  Optional<Event> find(String appId, String eventId);

  /** What has begun and not ended, the latest first. */
  List<OpenThing> open();

  /** Where a receiver stands; none: it was never heard of. */
  Optional<Progress> progress(String receiverId);

  /** Puts a receiver somewhere, whatever was known of it. */
  void reset(String receiverId, Progress progress);

  /** What the receiver was not given, the latest first. */
  List<EndedEvent> ended(String receiverId, int limit);

  /**
   * Deletes the oldest events from before this time that none of the receivers is still to get.
   *
   * @return how many; fewer than {@code max} when nothing is left to delete
   */
  int deleteSettled(long beforeMs, Collection<String> receivers, int max);

  /** Deletes the oldest events from before this time, whoever still waits for them. */
  int deleteExpired(long beforeMs, int max);

  /**
   * Forgets rooms that have no events, had none since this time and are behind for nobody: their sequences start at 1 again. Forgets
   * ended deliveries as old.
   */
  void forget(long beforeMs);
}
