package io.ringcast.signaling.room;

import io.ringcast.signaling.room.stage.Invitation.Inviter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who asks something of a room: a member of it, its administrator, or both.
 *
 * @param member a user that is really in the room; null for an administrator who is not
 */
public record Actor(@Nullable Participant member, boolean administers) {

  /** One that is neither is nobody here. */
  public Actor {
    if (member == null && !administers) {
      throw new IllegalArgumentException("nobody");
    }
  }

  /** Whether it may do what hosts may. */
  public boolean hosts() {
    return administers || (member != null && member.visible() && member.permissions().publish());
  }

  void requireHost() throws RoomRefusedException {
    if (!hosts()) {
      throw new RoomRefusedException(RoomRefusal.HOSTS_ONLY, "This is for those on the stage whom everybody may know.", List.of());
    }
  }

  /** Names it to others; null for an administrator. */
  @Nullable Inviter inviter() {
    return member == null || !member.visible() || !member.permissions().publish() ? null : new Inviter(member.userId(), member.sid());
  }

  boolean is(Participant who) {
    return member == who;
  }
}
