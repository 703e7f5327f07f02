package io.ringcast.signaling.room.host;

import io.ringcast.signaling.room.Gazette.Issue;

/**
 * Brings what rooms have to tell to those in them, by ways that rooms do not know. Called on the room's queue at the end of a turn, before
 * what happened is durable: what is said to the world goes by {@link RoomHost#afterWritten}.
 */
@FunctionalInterface
public interface Herald {
  /** Brings nothing to anybody. */
  Herald NONE = (host, issue) -> { };

  void bring(RoomHost host, Issue issue);
}
