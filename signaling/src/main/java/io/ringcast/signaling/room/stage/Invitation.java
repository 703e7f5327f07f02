package io.ringcast.signaling.room.stage;

import org.jspecify.annotations.Nullable;

/**
 * Somebody of the audience is asked to the stage.
 *
 * @param participantId the stay that is invited
 * @param by the host who invites; null for an administrator
 */
public record Invitation(String invitationId, String userId, String participantId, @Nullable Inviter by, long expiresAtMs) {

  /** A host's stay. */
  public record Inviter(String userId, String participantId) {}

  /** How an invitation ends. */
  public enum Outcome {
    ACCEPTED,
    REJECTED,
    WITHDRAWN,
    TIMED_OUT,
    /** The invited came onto the stage in another way, or one of the two is gone. */
    MOOT
  }

  boolean isBy(String sid) {
    return by != null && by.participantId().equals(sid);
  }

  boolean isOf(@Nullable Inviter inviter, String invited) {
    return participantId.equals(invited) && (inviter == null ? by == null : isBy(inviter.participantId()));
  }
}
