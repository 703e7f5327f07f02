package io.ringcast.signaling.room;

/**
 * How large rooms may grow; what would exceed a limit is refused, nothing that exists is closed for it.
 *
 * @param roomsPerApp rooms of one app that exist at the same time
 * @param publishersPerRoom sessions that publish in one room by WHIP
 * @param watchersPerRoom sessions that watch in one room by WHEP
 * @param participantsPerRoom users in one room
 * @param hosts users that may publish in one live room
 * @param publicationsPerParticipant what one of them announces and publishes
 * @param metadataCharsMax of one room or participant, and of all attributes of one participant
 * @param pending sessions that have not connected yet
 */
public record RoomLimits(
    int roomsPerApp,
    int publishersPerRoom,
    int watchersPerRoom,
    int participantsPerRoom,
    Hosts hosts,
    int publicationsPerParticipant,
    int metadataCharsMax,
    int attributesMax,
    PendingLimits pending) {
  /** 32 publishers is what a live room of audio hosts holds. */
  public static final RoomLimits DEFAULT = of(10_000, 32, 10_000, PendingLimits.DEFAULT);
  private static final int PARTICIPANTS_PER_ROOM = 10_000;
  private static final int PUBLICATIONS_PER_PARTICIPANT = 32;
  private static final int METADATA_CHARS_MAX = 64_000;
  private static final int ATTRIBUTES_MAX = 64;

  /** By what the live room is for. */
  public record Hosts(int audio, int video) {
    public static final Hosts DEFAULT = new Hosts(32, 16);

    public Hosts {
      if (audio < 1 || video < 1) {
        throw new IllegalArgumentException("a live room needs a host");
      }
    }
  }

  public RoomLimits {
    if (roomsPerApp < 1 || publishersPerRoom < 1 || watchersPerRoom < 1 || participantsPerRoom < 1 || publicationsPerParticipant < 1) {
      throw new IllegalArgumentException("room limits must be at least 1");
    }
  }

  /** Limits for rooms and for sessions of one request, the others as they are by default. */
  public static RoomLimits of(int roomsPerApp, int publishersPerRoom, int watchersPerRoom, PendingLimits pending) {
    return new RoomLimits(roomsPerApp, publishersPerRoom, watchersPerRoom, PARTICIPANTS_PER_ROOM, Hosts.DEFAULT,
        PUBLICATIONS_PER_PARTICIPANT, METADATA_CHARS_MAX, ATTRIBUTES_MAX, pending);
  }

  /** The same with other limits for sessions that have not connected yet. */
  public RoomLimits with(PendingLimits other) {
    return new RoomLimits(roomsPerApp, publishersPerRoom, watchersPerRoom, participantsPerRoom, hosts,
        publicationsPerParticipant, metadataCharsMax, attributesMax, other);
  }

  /** The same with another limit of what one participant publishes. */
  public RoomLimits withPublicationsPerParticipant(int other) {
    return new RoomLimits(roomsPerApp, publishersPerRoom, watchersPerRoom, participantsPerRoom, hosts,
        other, metadataCharsMax, attributesMax, pending);
  }

  /** The same with other limits for hosts. */
  public RoomLimits with(Hosts other) {
    return new RoomLimits(roomsPerApp, publishersPerRoom, watchersPerRoom, participantsPerRoom, other,
        publicationsPerParticipant, metadataCharsMax, attributesMax, pending);
  }
}
