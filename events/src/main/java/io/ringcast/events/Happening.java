package io.ringcast.events;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an event tells, in nobody's format. A new kind is a record here and a constant of {@link EventType}; a record may gain components
 * that may be null or zero, which is how events of earlier versions read.
 */
public sealed interface Happening {

  EventType type();

  /** Its type's name outside. */
  default String label() {
    return type().label();
  }

  enum Mode { MEETING, LIVE }

  enum Kind { AUDIO, VIDEO }

  enum Role { HOST, AUDIENCE, PARTICIPANT, OBSERVER }

  /** Why a participant is no longer in its room. */
  enum Departure { LEFT, REPLACED, KICKED, BANNED, ROOM_ENDED, SERVER_CLOSED, CONNECTION_LOST, MISBEHAVED }

  /** Why a session is over. */
  enum RoomEnd { EMPTY, ENDED_BY_API, SERVER_CLOSED }

  /**
   * @param participantId names this stay, where {@code userId} names who
   * @param attributes as they are after the event
   */
  record Member(String userId, String participantId, @Nullable String name, @Nullable String metadata, Map<String, String> attributes,
    Role role, boolean hidden, long joinedAtMs) {}

  /**
   * One track.
   *
   * @param source what it shows, such as {@code camera}
   * @param codec its MIME type, such as {@code video/VP8}
   */
  record Track(String publicationId, String streamId, String tag, Kind kind, @Nullable String source, @Nullable String codec, int width,
    int height, boolean simulcast, boolean muted) {}

  /**
   * A session began with its first participant.
   *
   * @param media of a live room: whether it may have video
   */
  record RoomStarted(Mode mode, @Nullable Kind media, @Nullable String metadata) implements Happening {
    @Override
    public EventType type() {
      return EventType.ROOM_STARTED;
    }
  }

  record RoomFinished(RoomEnd reason, long durationMs) implements Happening {
    @Override
    public EventType type() {
      return EventType.ROOM_FINISHED;
    }
  }

  /** @param participants how many are in the room, this one included */
  record ParticipantJoined(Member member, int participants) implements Happening {
    @Override
    public EventType type() {
      return EventType.PARTICIPANT_JOINED;
    }
  }

  record ParticipantLeft(Member member, Departure reason, long durationMs, int participants) implements Happening {
    @Override
    public EventType type() {
      return EventType.PARTICIPANT_LEFT;
    }
  }

  record RoleChanged(Member member, Role from) implements Happening {
    @Override
    public EventType type() {
      return EventType.ROLE_CHANGED;
    }
  }

  record Published(Member member, Track track) implements Happening {
    @Override
    public EventType type() {
      return EventType.PUBLISHED;
    }
  }

  record Unpublished(Member member, Track track) implements Happening {
    @Override
    public EventType type() {
      return EventType.UNPUBLISHED;
    }
  }

  record MuteChanged(Member member, Track track) implements Happening {
    @Override
    public EventType type() {
      return EventType.MUTE_CHANGED;
    }
  }

  /** @param userId whose they are; none: the room's own */
  record AttributesChanged(@Nullable String userId, Map<String, String> set, List<String> removed) implements Happening {
    @Override
    public EventType type() {
      return EventType.ATTRIBUTES_CHANGED;
    }
  }

  /** The server received a publication's first packet. */
  record FirstMediaPublished(Member member, Track track, long sincePublishedMs) implements Happening {
    @Override
    public EventType type() {
      return EventType.FIRST_MEDIA_PUBLISHED;
    }
  }

  /** A subscriber was sent a publication's first packet. */
  record FirstMediaReceived(String userId, String publisherId, String publicationId, long sinceSubscribedMs) implements Happening {
    @Override
    public EventType type() {
      return EventType.FIRST_MEDIA_RECEIVED;
    }
  }

  /** A kind that this version does not know; {@code name} and {@code json} are what the log holds. */
  record Other(String name, String json) implements Happening {
    @Override
    public String label() {
      return name;
    }

    @Override
    public EventType type() {
      return EventType.OTHER;
    }
  }
}
