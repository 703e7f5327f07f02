package io.ringcast.signaling.room;

/** As what somebody is in a room. */
public enum Presence {
  /** A user itself, of which a room holds one. */
  USER,
  /** A device that is connected and waits to be let in: nobody knows of it, and it neither sends nor receives; becomes {@link #USER}. */
  WAITING,
  /** A user who is in another room and shown here too; a room holds one, or the user itself. */
  FORWARDED,
  /** Nobody's second self: it only receives, and others do not know of it. */
  VIEWER,
  /** Takes what is published here to another room, or to a live stream; others do not know of it. */
  FORWARDER,
  /** The room's mix, which receives what the others publish; nobody gets it without asking. */
  MIX;

  /** The name of the mix, which no user may have. */
  public static final String MIX_USER = "mix";

  /** Whether anybody may hear that it is there: an administrator, a back end. */
  public boolean told() {
    return this != FORWARDER && this != WAITING;
  }

  /** Whether it has a name of its own in the room. */
  boolean takesIdentity() {
    return this == USER || this == FORWARDED || this == MIX;
  }

  /** Whether it is one of those whose number is limited. */
  boolean takesPlace() {
    return this == USER || this == FORWARDED;
  }
}
