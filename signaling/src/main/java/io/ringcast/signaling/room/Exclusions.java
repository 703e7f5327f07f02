package io.ringcast.signaling.room;

import io.ringcast.sfu.api.RoomKey;

/** Who may not be in a room, whatever its token says. Any thread may ask; the answer comes at once. */
@FunctionalInterface
public interface Exclusions {
  /** Keeps nobody out. */
  Exclusions NONE = (room, userId, nowMs) -> {};

  /** Refuses those who are kept out now. */
  void require(RoomKey room, String userId, long nowMs) throws RoomRefusedException;

  /** Keeps out whom either keeps out. */
  default Exclusions and(Exclusions other) {
    return (room, userId, nowMs) -> {
      require(room, userId, nowMs);
      other.require(room, userId, nowMs);
    };
  }

  /** The same for those who ask before a room does: their refusals are counted with the rooms'. */
  default Exclusions counted(RoomCounters counters) {
    return (room, userId, nowMs) -> {
      try {
        require(room, userId, nowMs);
      } catch (RoomRefusedException e) {
        counters.onRefused(e.refusal());
        throw e;
      }
    };
  }
}
