package io.ringcast.signaling.room.host;

import io.ringcast.events.Happening.Kind;
import io.ringcast.events.Happening.Mode;
import io.ringcast.events.Happening.Role;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Room;
import org.jspecify.annotations.Nullable;

/** What events say of a room's mode and a member's role, and whose coming and going they tell: decided here and nowhere else. */
final class Standing {
  private Standing() {}

  static Mode mode(Room room) {
    return Mode.valueOf(room.mode().mode().name());
  }

  /** Of a live room: whether it may have video. */
  static @Nullable Kind media(Room room) {
    return room.mode().media() == null ? null : Kind.valueOf(room.mode().media().name());
  }

  static Role role(Participant who) {
    return role(who, who.permissions());
  }

  /** What a member is or was with these permissions. */
  static Role role(Participant who, Permissions permissions) {
    return Role.valueOf(who.mode().role(permissions.publish()).name());
  }

  /** Who takes somebody's media to another room is no participant, nor is who waits to be let in. */
  static boolean counts(Participant who) {
    return who.presence().told();
  }

  /** The audience of a live room is a count: ten thousand viewers are not twenty thousand events. */
  static boolean isTold(Participant who) {
    return counts(who) && role(who) != Role.AUDIENCE;
  }
}
