package io.ringcast.signaling.room;

/**
 * What a room asks and tells beyond itself.
 *
 * @param counters the server's, of all its rooms
 */
public record Outside(Chronicle chronicle, Exclusions exclusions, Residence residence, RoomCounters counters) {
  /** Nobody is told, everybody may come. */
  public static Outside nothing() {
    return new Outside(Chronicle.NONE, Exclusions.NONE, Residence.ANYWHERE, new RoomCounters());
  }
}
