package io.ringcast.identity;

/**
 * In how many of its app's rooms a user may be, and what becomes of a second stay where there may be one.
 *
 * @param rooms at a time; a user is in one room once, whatever this says
 * @param second what happens when the user comes again: into the same room, or into any where one is all
 */
public record StayPolicy(Rooms rooms, Second second) {
  public static final StayPolicy DEFAULT = new StayPolicy(Rooms.MANY, Second.KICK_EARLIER);

  /** How many rooms. */
  public enum Rooms { MANY, ONE }

  /** Which of two devices stays. */
  public enum Second {
    /** The one that comes; the other is told that it was replaced. */
    KICK_EARLIER,
    /** The one that is there, unless it has lost its connection to the same room. */
    REFUSE_LATER,
    /** Both, in different rooms; in one room the later, since clients know each other by user. */
    ALLOW_BOTH
  }
}
