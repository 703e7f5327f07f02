package io.ringcast.signaling.room;

/** How far a participant has come; it never goes back. */
public enum ParticipantState {
  /** In the room. */
  JOINED,
  /** Its media can flow. */
  ACTIVE,
  LEFT
}
