package io.ringcast.signaling.room.host;

import io.ringcast.sfu.api.RoomKey;

/** Hears who is in rooms, and from whom media have come. Called by the rooms' queues: it returns at once and asks no room. */
public interface Attendance {
  /** Nobody listens. */
  Attendance NONE = new Attendance() {};

  default void joined(RoomKey room, String userId) {}

  /** The media plane received the first packet of one of the user's publications. */
  default void heard(RoomKey room, String userId) {}

  /** A user is not in the room any more; not said of one who joined once more. */
  default void left(RoomKey room, String userId) {}
}
