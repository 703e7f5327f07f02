package io.ringcast.signaling.livekit;

import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.ParticipantState;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.TrackDetails;
import io.ringcast.signaling.room.TrackDetails.AudioFeature;
import io.ringcast.signaling.room.TrackDetails.LayerSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import livekit.LivekitModels.AudioTrackFeature;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitModels.Encryption;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;
import livekit.LivekitModels.SimulcastCodecInfo;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;
import livekit.LivekitModels.VideoLayer;
import livekit.LivekitModels.VideoQuality;
import org.jspecify.annotations.Nullable;

/** Rooms, participants and publications as LiveKit's messages describe them. */
public final class Infos {
  private static final int MS_PER_S = 1000;

  private Infos() {}

  public static Room room(io.ringcast.signaling.room.Room room) {
    return Room.newBuilder()
        .setSid(room.sessionId())
        .setName(room.key().roomId())
        .setEmptyTimeout((int) (room.settings().emptyTimeoutMs() / MS_PER_S))
        .setDepartureTimeout((int) (room.settings().departureGraceMs() / MS_PER_S))
        .setMaxParticipants(room.settings().participantsMax())
        .setCreationTime(room.createdAtMs() / MS_PER_S)
        .setCreationTimeMs(room.createdAtMs())
        .setMetadata(room.metadata())
        .setNumParticipants(room.headCount())
        .setNumPublishers((int) room.visible().stream().filter(Infos::publishes).count())
        .setActiveRecording(room.recorded())
        .build();
  }

  public static ParticipantInfo participant(Participant participant) {
    if (participant.left()) {
      return departed(participant);
    }
    ParticipantInfo.Builder info = named(participant).setState(state(participant.state()));
    participant.publications().stream().filter(Publication::live).forEach(publication -> info.addTracks(track(publication)));
    return info.setName(participant.profile().name())
        .setMetadata(participant.profile().metadata())
        .putAllAttributes(participant.profile().attributes())
        .setPermission(Permits.proto(participant.permissions()))
        .setIsPublisher(publishes(participant))
        .build();
  }

  /** One who has left, or is not to be seen any longer. */
  static ParticipantInfo departed(Participant participant) {
    return named(participant).setState(ParticipantInfo.State.DISCONNECTED).build();
  }

  private static ParticipantInfo.Builder named(Participant participant) {
    ParticipantInfo.Builder info = ParticipantInfo.newBuilder();
    if (participant.presence() == Presence.FORWARDED) {
      info.addKindDetails(ParticipantInfo.KindDetail.FORWARDED);
    }
    return info
        .setSid(participant.sid())
        .setIdentity(participant.userId())
        .setJoinedAt(participant.joinedAtMs() / MS_PER_S)
        .setJoinedAtMs(participant.joinedAtMs())
        .setVersion(participant.version());
  }

  private static boolean publishes(Participant participant) {
    return participant.publications().stream().anyMatch(Publication::live);
  }

  private static ParticipantInfo.State state(ParticipantState state) {
    return switch (state) {
      case JOINED -> ParticipantInfo.State.JOINED;
      case ACTIVE -> ParticipantInfo.State.ACTIVE;
      case LEFT -> ParticipantInfo.State.DISCONNECTED;
    };
  }

  public static TrackInfo track(Publication publication) {
    TrackDetails details = publication.details();
    PublicationSpec spec = publication.spec();
    String mime = mime(details, spec);
    String mid = spec == null ? "" : spec.mid();
    List<VideoLayer> layers = details.kind() == MediaKind.VIDEO ? layers(details) : List.of();
    SimulcastCodecInfo.Builder codec = SimulcastCodecInfo.newBuilder().setMimeType(mime).setMid(mid).addAllLayers(layers);
    TrackInfo.Builder info = TrackInfo.newBuilder()
        .setSid(publication.sid())
        .setType(details.kind() == MediaKind.AUDIO ? TrackType.AUDIO : TrackType.VIDEO)
        .setSource(TrackSource.valueOf(details.source().name()))
        .setName(details.name())
        .setMuted(publication.muted())
        .setWidth(details.width())
        .setHeight(details.height())
        .setMimeType(mime)
        .setMid(mid)
        .setDisableRed(details.redundancyDisabled())
        .setEncryption(Encryption.Type.valueOf(details.encryption().name()))
        .setStream(details.group())
        .addCodecs(codec);
    if (!details.backupMime().isEmpty()) {
      PublicationSpec backup = publication.backup();
      info.addCodecs(SimulcastCodecInfo.newBuilder()
          .setMimeType(details.backupMime()).setMid(backup == null ? "" : backup.mid()).addAllLayers(layers));
    }
    details.audioFeatures().stream().sorted().forEach(feature -> info.addAudioFeatures(AudioTrackFeature.valueOf("TF_" + name(feature))));
    return older(info, details, layers).build();
  }

  /** What clients of some years ago look at. */
  @SuppressWarnings("deprecation")
  private static TrackInfo.Builder older(TrackInfo.Builder info, TrackDetails details, List<VideoLayer> layers) {
    return info.setSimulcast(layers.size() > 1)
        .addAllLayers(layers)
        .setStereo(details.audioFeatures().contains(AudioFeature.STEREO))
        .setDisableDtx(details.audioFeatures().contains(AudioFeature.NO_DTX));
  }

  private static String name(AudioFeature feature) {
    return feature == AudioFeature.PRECONNECT ? "PRECONNECT_BUFFER" : feature.name();
  }

  private static String mime(TrackDetails details, @Nullable PublicationSpec spec) {
    if (spec == null) {
      return details.mime();
    }
    boolean redundant = spec.codec().redPayloadType() != CodecParameters.NO_RED && !details.redundancyDisabled();
    return spec.kind().name().toLowerCase(Locale.ROOT) + "/" + (redundant ? "red" : spec.codec().codec().encodingName());
  }

  private static List<VideoLayer> layers(TrackDetails details) {
    if (details.layers().isEmpty()) {
      return List.of(VideoLayer.newBuilder().setQuality(VideoQuality.HIGH).setWidth(details.width()).setHeight(details.height()).build());
    }
    List<VideoLayer> layers = new ArrayList<>();
    for (LayerSize size : details.layers()) {
      layers.add(VideoLayer.newBuilder()
          .setQuality(quality(size.layer()))
          .setWidth(size.width())
          .setHeight(size.height())
          .setBitrate(size.bitrateBps())
          .setSpatialLayer(size.spatialLayer())
          .setRid(size.rid())
          .build());
    }
    return layers;
  }

  static VideoQuality quality(Layer layer) {
    return switch (layer) {
      case SMALL -> VideoQuality.LOW;
      case MEDIUM -> VideoQuality.MEDIUM;
      case BIG -> VideoQuality.HIGH;
    };
  }

  static DisconnectReason reason(LeaveReason reason) {
    return switch (reason) {
      case LEFT, FORWARDING_ENDED -> DisconnectReason.CLIENT_INITIATED;
      case MOVED -> DisconnectReason.MIGRATION;
      case REPLACED -> DisconnectReason.DUPLICATE_IDENTITY;
      case REMOVED, BANNED -> DisconnectReason.PARTICIPANT_REMOVED;
      case ROOM_DELETED -> DisconnectReason.ROOM_DELETED;
      case SERVER_CLOSED -> DisconnectReason.SERVER_SHUTDOWN;
      case SIGNAL_LOST -> DisconnectReason.SIGNAL_CLOSE;
      case MEDIA_LOST, MISBEHAVED -> DisconnectReason.STATE_MISMATCH;
    };
  }
}
