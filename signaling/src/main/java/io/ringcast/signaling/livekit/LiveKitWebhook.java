package io.ringcast.signaling.livekit;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.ringcast.events.Event;
import io.ringcast.events.Happening;
import io.ringcast.events.Happening.Departure;
import io.ringcast.events.Happening.Member;
import io.ringcast.events.format.Body;
import io.ringcast.events.format.Renderer;
import java.util.Locale;
import java.util.Set;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.ParticipantPermission;
import livekit.LivekitModels.Room;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;
import livekit.LivekitWebhook.WebhookEvent;
import org.jspecify.annotations.Nullable;

/**
 * Events as LiveKit's webhooks tell them: {@code WebhookEvent} in protobuf's JSON. It has no words for mutes, attributes, roles and first
 * media, which are not sent.
 */
public final class LiveKitWebhook implements Renderer {
  private static final String CONTENT_TYPE = "application/webhook+json";
  private static final long MS_PER_S = 1000;
  private static final JsonFormat.Printer PRINTER = JsonFormat.printer().omittingInsignificantWhitespace();

  @Override
  public boolean wants(Event event) {
    return name(event.happening()) != null;
  }

  @Override
  public Body render(Event event) {
    String name = name(event.happening());
    if (name == null) {
      throw new IllegalArgumentException("no webhook for " + event.type());
    }
    Room.Builder room = Room.newBuilder().setSid(event.sessionId()).setName(event.room().roomId());
    WebhookEvent.Builder webhook = WebhookEvent.newBuilder()
        .setEvent(name).setId(event.id()).setCreatedAt(event.timeMs() / MS_PER_S);
    switch (event.happening()) {
      case Happening.RoomStarted started -> room.setMetadata(text(started.metadata()))
          .setCreationTime(event.timeMs() / MS_PER_S).setCreationTimeMs(event.timeMs());
      case Happening.ParticipantJoined joined -> {
        room.setNumParticipants(joined.participants());
        webhook.setParticipant(participant(joined.member(), ParticipantInfo.State.ACTIVE));
      }
      case Happening.ParticipantLeft left -> {
        room.setNumParticipants(left.participants());
        webhook.setParticipant(participant(left.member(), ParticipantInfo.State.DISCONNECTED)
            .setDisconnectReason(reason(left.reason())));
      }
      case Happening.Published published -> track(webhook, published.member(), published.track());
      case Happening.Unpublished unpublished -> track(webhook, unpublished.member(), unpublished.track());
      default -> { }
    }
    return Body.json(CONTENT_TYPE, json(webhook.setRoom(room).build()));
  }

  private static @Nullable String name(Happening happening) {
    return switch (happening) {
      case Happening.RoomStarted started -> "room_started";
      case Happening.RoomFinished finished -> "room_finished";
      case Happening.ParticipantJoined joined -> "participant_joined";
      case Happening.ParticipantLeft left -> "participant_left";
      case Happening.Published published -> "track_published";
      case Happening.Unpublished unpublished -> "track_unpublished";
      default -> null;
    };
  }

  private static String json(WebhookEvent webhook) {
    try {
      return PRINTER.print(webhook);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a message without extensions prints", e);
    }
  }

  private static void track(WebhookEvent.Builder webhook, Member member, Happening.Track track) {
    webhook.setParticipant(participant(member, ParticipantInfo.State.ACTIVE).setIsPublisher(true)).setTrack(track(track));
  }

  private static ParticipantInfo.Builder participant(Member member, ParticipantInfo.State state) {
    boolean publishes = Set.of(Happening.Role.HOST, Happening.Role.PARTICIPANT).contains(member.role());
    return ParticipantInfo.newBuilder()
        .setSid(member.participantId())
        .setIdentity(member.userId())
        .setState(state)
        .setName(text(member.name()))
        .setMetadata(text(member.metadata()))
        .putAllAttributes(member.attributes())
        .setJoinedAt(member.joinedAtMs() / MS_PER_S)
        .setJoinedAtMs(member.joinedAtMs())
        .setPermission(ParticipantPermission.newBuilder().setCanPublish(publishes).setHidden(member.hidden()));
  }

  @SuppressWarnings("deprecation")
  private static TrackInfo.Builder track(Happening.Track track) {
    return TrackInfo.newBuilder()
        .setSid(track.trackId() == null ? track.publicationId() : track.trackId())
        .setType(track.kind() == Happening.Kind.AUDIO ? TrackType.AUDIO : TrackType.VIDEO)
        .setSource(source(text(track.source())))
        .setMimeType(text(track.codec()))
        .setWidth(track.width())
        .setHeight(track.height())
        .setSimulcast(track.simulcast())
        .setMuted(track.muted());
  }

  private static TrackSource source(String name) {
    try {
      return TrackSource.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return TrackSource.UNKNOWN;
    }
  }

  private static DisconnectReason reason(Departure departure) {
    return switch (departure) {
      case LEFT, FORWARDING_ENDED -> DisconnectReason.CLIENT_INITIATED;
      case MOVED -> DisconnectReason.MIGRATION;
      case REPLACED -> DisconnectReason.DUPLICATE_IDENTITY;
      case KICKED, BANNED -> DisconnectReason.PARTICIPANT_REMOVED;
      case ROOM_ENDED -> DisconnectReason.ROOM_DELETED;
      case SERVER_CLOSED -> DisconnectReason.SERVER_SHUTDOWN;
      case CONNECTION_LOST -> DisconnectReason.SIGNAL_CLOSE;
      case MISBEHAVED -> DisconnectReason.STATE_MISMATCH;
    };
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
