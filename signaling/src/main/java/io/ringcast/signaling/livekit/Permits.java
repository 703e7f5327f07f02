package io.ringcast.signaling.livekit;

import io.ringcast.identity.Grant;
import io.ringcast.identity.RoomToken;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.Source;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import livekit.LivekitModels.ParticipantPermission;
import livekit.LivekitModels.TrackSource;

/** What a token allows and shows, as rooms and as clients know it. */
public final class Permits {
  private Permits() {}

  static Permissions of(RoomToken token) {
    return new Permissions(
        token.canPublish(), token.canSubscribe(), token.allows(Grant.CAN_PUBLISH_DATA), sources(token.publishSources()),
        token.allows(Grant.CAN_UPDATE_OWN_METADATA), token.hidden(), token.allows(Grant.RECORDER));
  }

  static Profile profile(RoomToken token) {
    return new Profile(
        Objects.requireNonNullElse(token.profile().name(), ""),
        Objects.requireNonNullElse(token.profile().metadata(), ""),
        token.profile().attributes());
  }

  /** What an administrator allows from now on; whether it records stays as its token said. */
  public static Permissions of(ParticipantPermission proto, boolean recorder) {
    return new Permissions(
        proto.getCanPublish(), proto.getCanSubscribe(), proto.getCanPublishData(),
        sources(proto.getCanPublishSourcesList().stream().map(Enum::name).collect(Collectors.toSet())),
        proto.getCanUpdateMetadata(), proto.getHidden(), recorder);
  }

  private static Set<Source> sources(Set<String> names) {
    EnumSet<Source> sources = EnumSet.noneOf(Source.class);
    for (String name : names) {
      for (Source source : Source.values()) {
        if (source.name().equalsIgnoreCase(name)) {
          sources.add(source);
        }
      }
    }
    if (!names.isEmpty() && sources.isEmpty()) {
      sources.add(Source.UNKNOWN);
    }
    return sources;
  }

  static ParticipantPermission proto(Permissions permissions) {
    ParticipantPermission.Builder proto = ParticipantPermission.newBuilder()
        .setCanSubscribe(permissions.subscribe())
        .setCanPublish(permissions.publish())
        .setCanPublishData(permissions.publishData())
        .setCanUpdateMetadata(permissions.updateOwn())
        .setHidden(permissions.hidden());
    permissions.sources().stream().sorted().forEach(source -> proto.addCanPublishSources(TrackSource.valueOf(source.name())));
    return proto.build();
  }
}
