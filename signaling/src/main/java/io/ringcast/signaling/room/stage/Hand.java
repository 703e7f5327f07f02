package io.ringcast.signaling.room.stage;

/**
 * Somebody of the audience who asks for the stage.
 *
 * @param participantId its stay in the room
 */
public record Hand(String userId, String participantId, long raisedAtMs) {

  /** Why a hand is up no longer. */
  public enum Lowered {
    /** Its user took it back. */
    LOWERED,
    /** A host said no. */
    DECLINED,
    ON_STAGE,
    /** Its user was invited, and said no. */
    REJECTED,
    LEFT
  }
}
