package io.ringcast.signaling.room.host;

import io.ringcast.events.Happening;
import io.ringcast.events.Happening.Departure;
import io.ringcast.events.Happening.Kind;
import io.ringcast.events.Happening.Member;
import io.ringcast.events.Happening.RoomEnd;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.TrackDetails;
import io.ringcast.signaling.room.link.LinkView;
import io.ringcast.signaling.room.stage.Invitation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The room's words in those of events. */
final class EventWords {
  /**
   * Metadata and attributes that a member shows in an event; with more it shows neither. Escaped six times as long, they still fit into
   * what the log takes.
   */
  static final int SHOWN_CHARS_MAX = 40_000;

  private EventWords() {}

  static Member member(Participant who) {
    Profile profile = who.profile();
    boolean shown = chars(profile) <= SHOWN_CHARS_MAX;
    return new Member(who.userId(), who.sid(), orNull(profile.name()), shown ? orNull(profile.metadata()) : null,
        shown ? profile.attributes() : Map.of(), Standing.role(who), who.secret(), who.joinedAtMs());
  }

  private static int chars(Profile profile) {
    return profile.metadata().length()
        + profile.attributes().entrySet().stream().mapToInt(entry -> entry.getKey().length() + entry.getValue().length()).sum();
  }

  /** What a room shows of itself. */
  static @Nullable String metadata(String metadata) {
    return metadata.length() <= SHOWN_CHARS_MAX ? orNull(metadata) : null;
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  static Happening.Track track(Publication publication) {
    TrackDetails details = publication.details();
    PublicationSpec spec = publication.spec();
    String source = details.source().name().toLowerCase(Locale.ROOT);
    boolean simulcast = details.layers().size() > 1 || (spec != null && spec.sources().size() > 1);
    return new Happening.Track(publication.id().value(), publication.streamId(), tag(publication), kind(publication.kind()), source,
        mime(publication.kind(), spec), details.width(), details.height(), simulcast, publication.muted(), publication.sid());
  }

  /** A stream is named by its user and its tag. */
  private static String tag(Publication publication) {
    return publication.streamId().substring(publication.owner().userId().length() + 1);
  }

  private static Kind kind(MediaKind kind) {
    return kind == MediaKind.AUDIO ? Kind.AUDIO : Kind.VIDEO;
  }

  private static @Nullable String mime(MediaKind kind, @Nullable PublicationSpec spec) {
    return spec == null ? null : kind.name().toLowerCase(Locale.ROOT) + "/" + spec.codec().codec().encodingName();
  }

  static Departure departure(LeaveReason reason) {
    return switch (reason) {
      case LEFT -> Departure.LEFT;
      case REPLACED -> Departure.REPLACED;
      case REMOVED -> Departure.KICKED;
      case BANNED -> Departure.BANNED;
      case FORWARDING_ENDED -> Departure.FORWARDING_ENDED;
      case MOVED -> Departure.MOVED;
      case ROOM_DELETED -> Departure.ROOM_ENDED;
      case SERVER_CLOSED -> Departure.SERVER_CLOSED;
      case SIGNAL_LOST, MEDIA_LOST -> Departure.CONNECTION_LOST;
      case MISBEHAVED -> Departure.MISBEHAVED;
    };
  }

  /** Why a session is over whose last participant went for this reason. */
  static RoomEnd end(LeaveReason last) {
    return switch (last) {
      case ROOM_DELETED -> RoomEnd.ENDED_BY_API;
      case SERVER_CLOSED -> RoomEnd.SERVER_CLOSED;
      default -> RoomEnd.EMPTY;
    };
  }

  static Happening invited(Invitation invitation) {
    return new Happening.Invited(
        invitation.invitationId(), invitation.userId(), invitation.participantId(), by(invitation), invitation.expiresAtMs());
  }

  static Happening invitationEnded(Invitation invitation, Invitation.Outcome outcome) {
    return new Happening.InvitationEnded(invitation.invitationId(), invitation.userId(), invitation.participantId(), by(invitation),
        Happening.Outcome.valueOf(outcome.name()));
  }

  private static @Nullable String by(Invitation invitation) {
    return invitation.by() == null ? null : invitation.by().userId();
  }

  /** Joining and leaving are told as the participant's that is shown; null for these. */
  static @Nullable Happening link(LinkView view, LinkView.Step step, long nowMs) {
    Happening.Link link = new Happening.Link(view.linkId(), side(view.inviter()), side(view.invitee()));
    return switch (step) {
      case REQUESTED -> new Happening.LinkRequested(link);
      case ACCEPTED -> new Happening.LinkAccepted(link);
      case JOINED, LEFT -> null;
      case REJECTED, CANCELLED, TIMED_OUT, ENDED -> new Happening.LinkEnded(
          link, Happening.LinkEnd.valueOf(String.valueOf(view.reason())), view.accepted() ? nowMs - view.acceptedAtMs() : 0);
    };
  }

  private static Happening.LinkSide side(LinkView.Side side) {
    return new Happening.LinkSide(side.room().roomId(), side.userId(), side.participantId());
  }

  /** What changed from some attributes to others; null when nothing did. */
  static Happening.@Nullable AttributesChanged attributes(@Nullable String userId, Map<String, String> before, Map<String, String> after) {
    Map<String, String> set = new HashMap<>(after);
    set.entrySet().removeAll(before.entrySet());
    List<String> removed = new ArrayList<>(before.keySet());
    removed.removeAll(after.keySet());
    return set.isEmpty() && removed.isEmpty() ? null : new Happening.AttributesChanged(userId, set, removed);
  }
}
