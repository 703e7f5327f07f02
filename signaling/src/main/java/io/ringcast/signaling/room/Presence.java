package io.ringcast.signaling.room;

/** As what somebody is in a room. */
public enum Presence {
  /** A user itself, of which a room holds one. */
  USER,
  /** A user who is in another room and shown here too; a room holds one, or the user itself. */
  FORWARDED,
  /** Nobody's second self: it only receives, and others do not know of it. */
  VIEWER,
  /** Takes what is published here to another room, or to a live stream; others do not know of it. */
  FORWARDER;

  /** Whether it stands for a user. */
  boolean takesIdentity() {
    return this == USER || this == FORWARDED;
  }
}
