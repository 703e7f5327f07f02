package io.ringcast.signaling.room;

import io.ringcast.sfu.api.RoomKey;

/** Who may not be in a room, whatever its token says. Any thread may ask; the answer comes at once. */
@FunctionalInterface
public interface Exclusions {
  /** Keeps nobody out. */
  Exclusions NONE = (room, userId, nowMs) -> {};

  /** Refuses those who are kept out now. */
  void require(RoomKey room, String userId, long nowMs) throws RoomRefusedException;
}
