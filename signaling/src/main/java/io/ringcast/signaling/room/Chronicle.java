package io.ringcast.signaling.room;

import io.ringcast.signaling.room.link.LinkView;
import io.ringcast.signaling.room.stage.Invitation;
import java.util.List;

/**
 * Where a room tells what happens in it, so that it can be written down. Called by the room's queue in the midst of a change, before
 * anybody else is told of it: it returns at once and calls nothing of the room.
 */
public interface Chronicle {
  /** Keeps nothing. */
  Chronicle NONE = new Chronicle() {};

  /** Whether what happens can be written now. While it cannot, a room refuses what nobody is forced to do. */
  default boolean open() {
    return true;
  }

  /** Refuses a change while what happens cannot be written. */
  default void requireOpen() throws RoomRefusedException {
    if (!open()) {
      throw new RoomRefusedException(
          RoomRefusal.EVENTS_UNWRITABLE, "What happens cannot be written down now: try again in a moment.", List.of());
    }
  }

  /** Somebody is in the room; the session begins with the first. */
  default void onJoined(Room room, Participant who) {}

  /** Somebody who waited in the room comes in. */
  default void onLetIn(Participant who) {}

  /** A participant goes, and is a member no longer; the session ends with the last. What it published has ended before. */
  default void onLeft(Participant who, LeaveReason reason) {}

  /** What a participant may do has changed, and with it perhaps its role. */
  default void onPermitted(Participant who, Permissions before) {}

  /** What a participant shows of itself has changed. */
  default void onProfile(Participant who, Profile before) {}

  /** Somebody of the audience is asked onto the stage. */
  default void onInvited(Invitation invitation) {}

  default void onInvitationEnded(Invitation invitation, Invitation.Outcome outcome) {}

  /** Something happened to a link of one of the hosts. */
  default void onLink(LinkView link, LinkView.Step step) {}

  /** A publication can be seen and subscribed to. */
  default void onLive(Publication publication) {}

  /** A publication that was live has ended. */
  default void onUnpublished(Publication publication) {}

  /** A live publication was muted, or is so no longer. */
  default void onMuted(Publication publication) {}

  /** A participant begins to receive a publication. */
  default void onSubscribed(Participant viewer, Publication publication) {}
}
