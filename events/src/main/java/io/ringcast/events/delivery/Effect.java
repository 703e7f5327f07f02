package io.ringcast.events.delivery;

import io.ringcast.events.Event;
import io.ringcast.events.RoomKey;

/** What a {@link Delivery} asks of the world; each is answered by the {@code on…} method named. */
public sealed interface Effect {

  /** Read the log after one position and up to another; {@link Delivery#onLogRead}. */
  record ReadLog(long after, long upTo, int limit) implements Effect {}

  /** Read a room from this sequence on, up to this position and no further; {@link Delivery#onRoomRead}. */
  record ReadRoom(RoomKey room, long fromSequence, long upTo, int limit) implements Effect {}

  /** Send it once; {@link Delivery#onOutcome}. */
  record Send(Event event, int attempt) implements Effect {}

  /** Make it durable, however often that takes; {@link Delivery#onSaved}. */
  record Save(Checkpoint checkpoint) implements Effect {}
}
