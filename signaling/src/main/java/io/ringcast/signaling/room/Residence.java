package io.ringcast.signaling.room;

import io.ringcast.sfu.api.RoomKey;
import org.jspecify.annotations.Nullable;

/**
 * Where the users of an app are. A room asks before it takes a user in and tells when it has gone, on its own queue; what follows for other
 * rooms happens on theirs.
 */
public interface Residence {
  /** Users who may be everywhere. */
  Residence ANYWHERE = new Residence() {};

  /** Refuses a user who would not be let in now. */
  default void check(RoomKey room, String userId, @Nullable Participant before) throws RoomRefusedException {}

  /**
   * A user comes; its stay is known by {@code sid} from now on, unless this refuses.
   *
   * @param before its earlier stay in the same room, which the room ends after this; null for none
   */
  default void enter(RoomKey room, String userId, String sid, @Nullable Participant before) throws RoomRefusedException {}

  /** A stay has ended; it may be that another of the same user has begun. */
  default void leave(RoomKey room, String userId, String sid) {}
}
