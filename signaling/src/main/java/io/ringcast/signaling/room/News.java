package io.ringcast.signaling.room;

import io.ringcast.identity.RoomWish.Role;
import io.ringcast.signaling.room.link.LinkView;
import io.ringcast.signaling.room.stage.Hand;
import io.ringcast.signaling.room.stage.Invitation;
import org.jspecify.annotations.Nullable;

/** What those in a room are told by a word that not every protocol has. */
public sealed interface News {

  record HandRaised(Hand hand) implements News {}

  record HandLowered(Hand hand, Hand.Lowered reason) implements News {}

  record Invited(Invitation invitation) implements News {}

  record InvitationEnded(Invitation invitation, Invitation.Outcome outcome) implements News {}

  record RoleChanged(String userId, String participantId, Role role) implements News {}

  /** @param by the user who changed them; null for an administrator */
  record AttributesChanged(AttributeChange change, @Nullable String by) implements News {}

  /** @param audience those who are not on the stage */
  record CountChanged(int count, int audience) implements News {}

  /**
   * Something became of the room's mix.
   *
   * @param sequence the number of the last change of what is asked of it
   * @param reason why it failed; null for what did not
   * @param leftOut the stream that made it fail and is left out; null for every other step
   */
  record MixChanged(Step step, String streamId, long sequence, @Nullable String reason, @Nullable String leftOut) implements News {
    /** What became of it; one that was restarted goes on as it was, one that failed ends. */
    public enum Step { STARTED, CHANGED, STREAM_LEFT_OUT, RESTARTED, FAILED, ENDED }
  }

  record LinkChanged(LinkView.Step step, LinkView link) implements News {}
}
