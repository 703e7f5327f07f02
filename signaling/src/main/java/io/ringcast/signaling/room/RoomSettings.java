package io.ringcast.signaling.room;

/**
 * What a room is opened with.
 *
 * @param emptyTimeoutMs how long it waits for its first participant
 * @param departureGraceMs how long it waits for another one after the last has left
 * @param participantsMax 0 for the server's limit
 */
public record RoomSettings(long emptyTimeoutMs, long departureGraceMs, int participantsMax, String metadata) {
  public static final RoomSettings DEFAULT = new RoomSettings(300_000, 20_000, 0, "");
  /** For those who do not come back: what joins next is another session. */
  public static final RoomSettings UNTIL_EMPTY = new RoomSettings(300_000, 0, 0, "");
}
