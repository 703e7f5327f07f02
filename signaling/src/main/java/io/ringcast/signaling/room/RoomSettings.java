package io.ringcast.signaling.room;

import org.jspecify.annotations.Nullable;

/**
 * What a room is opened with.
 *
 * @param emptyTimeoutMs how long it waits for its first participant
 * @param departureGraceMs how long it waits for another one after the last has left
 * @param participantsMax 0 for the server's limit
 * @param mode null where the first participant of each session chooses it
 * @param autoMix whether it is mixed as soon as somebody publishes
 */
public record RoomSettings(
    long emptyTimeoutMs, long departureGraceMs, int participantsMax, String metadata, @Nullable RoomMode mode, boolean autoMix) {
  public static final RoomSettings DEFAULT = new RoomSettings(300_000, 20_000, 0, "");
  /** For those who do not come back: what joins next is another session. */
  public static final RoomSettings UNTIL_EMPTY = new RoomSettings(300_000, 0, 0, "");

  /** Of a mode that the first participant chooses. */
  public RoomSettings(long emptyTimeoutMs, long departureGraceMs, int participantsMax, String metadata) {
    this(emptyTimeoutMs, departureGraceMs, participantsMax, metadata, null, false);
  }

  /** The same in a mode. */
  public RoomSettings in(@Nullable RoomMode chosen) {
    return new RoomSettings(emptyTimeoutMs, departureGraceMs, participantsMax, metadata, chosen, autoMix);
  }

  /** The same, mixed without being asked or not. */
  public RoomSettings mixed(boolean automatically) {
    return new RoomSettings(emptyTimeoutMs, departureGraceMs, participantsMax, metadata, mode, automatically);
  }
}
