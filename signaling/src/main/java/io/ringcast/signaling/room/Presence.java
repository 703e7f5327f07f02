package io.ringcast.signaling.room;

/** As what somebody is in a room. */
public enum Presence {
  /** A user itself, of which a room holds one. */
  USER,
  /** A user who is in another room and shown here too; a room holds one, or the user itself. */
  FORWARDED,
  /** Nobody's second self: it only receives, and others do not know of it. */
  VIEWER,
  /** Takes what one user publishes to another room. */
  FORWARDER,
  /** The room's mix, which receives what the others publish; nobody gets it without asking. */
  MIX;

  /** The name of the mix, which no user may have. */
  public static final String MIX_USER = "mix";

  /** Whether it has a name of its own in the room. */
  boolean takesIdentity() {
    return this == USER || this == FORWARDED || this == MIX;
  }

  /** Whether it is one of those whose number is limited. */
  boolean takesPlace() {
    return this == USER || this == FORWARDED;
  }
}
