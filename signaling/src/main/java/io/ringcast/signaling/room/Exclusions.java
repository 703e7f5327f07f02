package io.ringcast.signaling.room;

import io.ringcast.sfu.api.RoomKey;
import org.jspecify.annotations.Nullable;

/** Who may not be in a room, whatever its token says. Any thread may ask; the answer comes at once. */
@FunctionalInterface
public interface Exclusions {
  /** Keeps nobody out. */
  Exclusions NONE = (room, userId, nowMs) -> {};

  /** Refuses those who are kept out now. */
  void require(RoomKey room, String userId, long nowMs) throws RoomRefusedException;

  /** The same of a device that only waits to be let in, by the name by which it does. */
  default void requireWaiting(RoomKey room, String userId, String waitingAs, long nowMs) throws RoomRefusedException {
    require(room, userId, nowMs);
  }

  /** Either of both. */
  default void require(RoomKey room, String userId, @Nullable String waitingAs, long nowMs) throws RoomRefusedException {
    if (waitingAs == null) {
      require(room, userId, nowMs);
    } else {
      requireWaiting(room, userId, waitingAs, nowMs);
    }
  }

  /** Keeps out whom either keeps out. */
  default Exclusions and(Exclusions other) {
    Exclusions first = this;
    return new Exclusions() {
      @Override
      public void require(RoomKey room, String userId, long nowMs) throws RoomRefusedException {
        first.require(room, userId, nowMs);
        other.require(room, userId, nowMs);
      }

      @Override
      public void requireWaiting(RoomKey room, String userId, String waitingAs, long nowMs) throws RoomRefusedException {
        first.requireWaiting(room, userId, waitingAs, nowMs);
        other.requireWaiting(room, userId, waitingAs, nowMs);
      }
    };
  }

  /** The same for those who ask before a room does: their refusals are counted with the rooms'. */
  default Exclusions counted(RoomCounters counters) {
    Exclusions asked = this;
    return new Exclusions() {
      @Override
      public void require(RoomKey room, String userId, long nowMs) throws RoomRefusedException {
        require(room, userId, null, nowMs);
      }

      @Override
      public void requireWaiting(RoomKey room, String userId, String waitingAs, long nowMs) throws RoomRefusedException {
        require(room, userId, waitingAs, nowMs);
      }

      @Override
      public void require(RoomKey room, String userId, @Nullable String waitingAs, long nowMs) throws RoomRefusedException {
        try {
          asked.require(room, userId, waitingAs, nowMs);
        } catch (RoomRefusedException e) {
          counters.onRefused(e.refusal());
          throw e;
        }
      }
    };
  }
}
