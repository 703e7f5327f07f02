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

  /** What begins with it in its room, by a name that {@link #ends} of a later event repeats; null when nothing does. */
  default @Nullable String begins() {
    return null;
  }

  /** What ends with it. */
  default @Nullable String ends() {
    return null;
  }

  /** The one thing of a room that is the session itself. */
  String SESSION = "session";

  private static String stay(Member member) {
    return member.participantId();
  }

  private static String publication(Member member, Track track) {
    return member.participantId() + " " + track.publicationId();
  }

  enum Mode { MEETING, LIVE }

  enum Kind { AUDIO, VIDEO }

  enum Role { HOST, AUDIENCE, PARTICIPANT, OBSERVER }

  /** Why a participant is no longer in its room. */
  enum Departure { LEFT, REPLACED, KICKED, BANNED, MOVED, FORWARDING_ENDED, ROOM_ENDED, SERVER_CLOSED, CONNECTION_LOST, MISBEHAVED }

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
   * @param trackId its name in LiveKit's protocol, {@code TR_…}, of this one time that it is published
   */
  record Track(String publicationId, String streamId, String tag, Kind kind, @Nullable String source, @Nullable String codec, int width,
    int height, boolean simulcast, boolean muted, @Nullable String trackId) {}

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

    @Override
    public String begins() {
      return SESSION;
    }
  }

  record RoomFinished(RoomEnd reason, long durationMs) implements Happening {
    @Override
    public EventType type() {
      return EventType.ROOM_FINISHED;
    }

    @Override
    public String ends() {
      return SESSION;
    }
  }

  /** @param participants how many are in the room, this one included */
  record ParticipantJoined(Member member, int participants) implements Happening {
    @Override
    public EventType type() {
      return EventType.PARTICIPANT_JOINED;
    }

    @Override
    public String begins() {
      return Happening.stay(member);
    }
  }

  record ParticipantLeft(Member member, Departure reason, long durationMs, int participants) implements Happening {
    @Override
    public EventType type() {
      return EventType.PARTICIPANT_LEFT;
    }

    @Override
    public String ends() {
      return Happening.stay(member);
    }
  }

  record RoleChanged(Member member, Role from) implements Happening {
    @Override
    public EventType type() {
      return EventType.ROLE_CHANGED;
    }
  }

  /** Where a live stream is played; {@code rtmp} is null where nobody plays by that. */
  record LiveUrl(String flv, String hls, @Nullable String rtmp, String whep) {}

  /**
   * Where what is published is played as a live stream.
   *
   * @param stream alone
   * @param room with what else is published there
   * @param expiresAtMs until then; null for ever
   */
  record Live(LiveUrl stream, LiveUrl room, @Nullable Long expiresAtMs) {}

  /** @param live null where live streams are not served */
  record Published(Member member, Track track, @Nullable Live live) implements Happening {
    @Override
    public EventType type() {
      return EventType.PUBLISHED;
    }

    @Override
    public String begins() {
      return Happening.publication(member, track);
    }
  }

  record Unpublished(Member member, Track track) implements Happening {
    @Override
    public EventType type() {
      return EventType.UNPUBLISHED;
    }

    @Override
    public String ends() {
      return Happening.publication(member, track);
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

  /** How an invitation onto a stage ended. */
  enum Outcome { ACCEPTED, REJECTED, WITHDRAWN, TIMED_OUT, MOOT }

  /** Why a link ended. */
  enum LinkEnd { REJECTED, CANCELLED, TIMED_OUT, ENDED_BY_INVITER, ENDED_BY_INVITEE, INVITER_GONE, INVITEE_GONE }

  /** A host of a room, by its stay there. */
  record LinkSide(String roomId, String userId, String participantId) {}

  /** Two hosts of two rooms. */
  record Link(String linkId, LinkSide inviter, LinkSide invitee) {}

  /**
   * Somebody of the audience is asked onto the stage.
   *
   * @param by the host who invites; none: an administrator
   */
  record Invited(String invitationId, String userId, String participantId, @Nullable String by, long expiresAtMs) implements Happening {
    @Override
    public EventType type() {
      return EventType.INVITED;
    }
  }

  record InvitationEnded(String invitationId, String userId, String participantId, @Nullable String by, Outcome outcome)
    implements Happening {
    @Override
    public EventType type() {
      return EventType.INVITATION_ENDED;
    }
  }

  /** One host asks another; both rooms tell. */
  record LinkRequested(Link link) implements Happening {
    @Override
    public EventType type() {
      return EventType.LINK_REQUESTED;
    }
  }

  record LinkAccepted(Link link) implements Happening {
    @Override
    public EventType type() {
      return EventType.LINK_ACCEPTED;
    }
  }

  /** @param durationMs since it was accepted; 0 when it never was */
  record LinkEnded(Link link, LinkEnd reason, long durationMs) implements Happening {
    @Override
    public EventType type() {
      return EventType.LINK_ENDED;
    }
  }

  /** Where a push of a live stream is. */
  enum PushStep { CONNECTING, RUNNING, RETRYING, FAILED, STOPPED }

  /**
   * A push to another server went on.
   *
   * @param streamId null for the room's stream
   * @param url without its key
   * @param reason why it does not run; null where it does, or is about to
   */
  record PushChanged(String pushId, @Nullable String streamId, String url, PushStep state, @Nullable String reason, int attempt)
      implements Happening {
    @Override
    public EventType type() {
      return EventType.PUSH_CHANGED;
    }
  }

  /** What became of a room's mix; one that was restarted goes on as it was, one that failed ends. */
  enum MixStep { STARTED, CHANGED, STREAM_LEFT_OUT, RESTARTED, FAILED, ENDED }

  /**
   * A room's mix began, changed or ended.
   *
   * @param cause why there is one: ASKED, ROOM_SETTING or WATCHED
   * @param change the number of the last change of what is asked of it
   * @param reason why it failed: CODEC or INTERNAL; null for what did not
   * @param leftOut the stream that made it fail and is left out; null for every other state
   */
  record MixChanged(String streamId, MixStep state, String cause, long change, @Nullable String reason, @Nullable String leftOut)
      implements Happening {
    @Override
    public EventType type() {
      return EventType.MIX_CHANGED;
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

  /** How many a call is between. */
  enum CallMode { SINGLE, MULTI }

  /**
   * Somebody calls others. Calls outlive servers: nothing ends them but themselves.
   *
   * @param userIds who is called
   */
  record CallStarted(CallMode mode, Kind media, String callerId, List<String> userIds) implements Happening {
    @Override
    public EventType type() {
      return EventType.CALL_STARTED;
    }
  }

  /** Two are heard, or in the room: the call's timer begins. */
  record CallConnected(CallMode mode, Kind media, String callerId) implements Happening {
    @Override
    public EventType type() {
      return EventType.CALL_CONNECTED;
    }
  }

  /**
   * One user's part in a call that is over.
   *
   * @param state how it ended for this user, such as {@code MISSED}
   * @param end why, such as {@code NO_ANSWER}
   * @param acceptedAtMs when the user answered or was answered, connectedAtMs since when it was on the call; null: never
   */
  record CallPart(String userId, String state, @Nullable String end, @Nullable Long acceptedAtMs, @Nullable Long connectedAtMs,
    long leftAtMs, long talkedMs) {}

  /**
   * @param reason such as {@code HUNG_UP}
   * @param connectedAtMs since when its timer counted; null: never
   * @param durationMs from then until its end; 0: never
   * @param parts the caller's first
   */
  record CallEnded(CallMode mode, Kind media, String callerId, String reason, long startedAtMs, @Nullable Long connectedAtMs,
    long durationMs, List<CallPart> parts) implements Happening {
    @Override
    public EventType type() {
      return EventType.CALL_ENDED;
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
