package io.ringcast.signaling.livekit;

import io.ringcast.identity.Grant;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.RoomWish;
import io.ringcast.identity.TokenProfile;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.Source;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import livekit.LivekitModels.ParticipantPermission;
import livekit.LivekitModels.TrackSource;

/** What a token allows and shows, as rooms and as clients know it. */
public final class Permits {
  private static final Permissions WAITING = new Permissions(false, false, false, Set.of(), false, true, false);

  private Permits() {}

  static Permissions of(RoomToken token) {
    if (token.wish().waitingAs() != null) {
      return WAITING;
    }
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

  /** A token for what a participant may do and shows now; what its room does not know of stays as it was. */
  static RoomToken token(RoomToken entered, Participant who, Instant expiresAt) {
    Permissions now = who.permissions();
    EnumSet<Grant> grants = EnumSet.noneOf(Grant.class);
    grants.addAll(entered.grants());
    set(grants, Grant.CAN_PUBLISH, now.publish());
    set(grants, Grant.CAN_SUBSCRIBE, now.subscribe());
    set(grants, Grant.CAN_PUBLISH_DATA, now.publishData());
    set(grants, Grant.CAN_UPDATE_OWN_METADATA, now.updateOwn());
    set(grants, Grant.HIDDEN, now.hidden());
    set(grants, Grant.RECORDER, now.recorder());
    Profile profile = who.profile();
    Set<String> sources = now.sources().stream().map(source -> source.name().toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    RoomWish place = who.presence() == Presence.WAITING ? entered.wish() : entered.wish().waiting(null);
    RoomWish wish = place.role() == null ? place : place.with(who.role());
    return new RoomToken(entered.userId(), entered.roomId(), entered.destinationId(), grants, wish,
        new TokenProfile(profile.name(), profile.metadata(), profile.attributes()), sources, expiresAt);
  }

  /** The same, of somebody who shows nothing but a name. */
  static RoomToken unadorned(RoomToken token) {
    return token.with(new TokenProfile(token.profile().name(), null, Map.of()));
  }

  private static void set(Set<Grant> grants, Grant grant, boolean granted) {
    boolean _ = granted ? grants.add(grant) : grants.remove(grant);
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
