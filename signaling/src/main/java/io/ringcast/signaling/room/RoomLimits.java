package io.ringcast.signaling.room;

/**
 * How large rooms may grow; what would exceed a limit is refused, nothing that exists is closed for it.
 *
 * @param roomsPerApp rooms of one app that exist at the same time
 * @param publishersPerRoom participants that publish in one room
 * @param watchersPerRoom sessions that receive in one room
 * @param pending sessions that have not connected yet
 */
public record RoomLimits(int roomsPerApp, int publishersPerRoom, int watchersPerRoom, PendingLimits pending) {
  /** 32 publishers is what a live room of audio hosts holds. */
  public static final RoomLimits DEFAULT = new RoomLimits(10_000, 32, 10_000, PendingLimits.DEFAULT);

  public RoomLimits {
    if (roomsPerApp < 1 || publishersPerRoom < 1 || watchersPerRoom < 1) {
      throw new IllegalArgumentException("room limits must be at least 1");
    }
  }

  /** The same with other limits for sessions that have not connected yet. */
  public RoomLimits with(PendingLimits other) {
    return new RoomLimits(roomsPerApp, publishersPerRoom, watchersPerRoom, other);
  }
}
