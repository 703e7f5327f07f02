package io.ringcast.signaling.ingest;

import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenResult.Accepted;
import io.ringcast.identity.TokenResult.Refused;
import io.ringcast.identity.TokenVerifier;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.ingest.IngestRefusedException.Cause;
import io.ringcast.signaling.room.JoinRequest;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.RoomMode;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.RoomSettings;
import io.ringcast.signaling.room.Tags;
import io.ringcast.signaling.room.host.Rooms;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets publishers from outside into rooms, as WHIP lets its own: by a room token, as the user that it names. For threads that may wait. */
public final class IngestPlaces {
  private static final Permissions PUBLISHER = new Permissions(true, false, false, Set.of(), false, false, false);

  private final Rooms rooms;
  private final TokenVerifier verifier;
  private final InstantSource clock;

  public IngestPlaces(Rooms rooms, TokenVerifier verifier, InstantSource clock) {
    this.rooms = rooms;
    this.verifier = verifier;
    this.clock = clock;
  }

  /**
   * Takes a place in a room, which opens if there is none; the same user's earlier stay there ends.
   *
   * @param roomId the room that the publisher names, null for the token's
   * @param tag what it calls its stream, null for the usual
   */
  public IngestPlace enter(String token, @Nullable String roomId, @Nullable String tag, IngestEar ear) throws IngestRefusedException {
    return switch (verifier.verify(token, clock.instant())) {
      case Refused refused -> throw new IngestRefusedException(Cause.BAD_TOKEN, refused.detail());
      case Accepted accepted -> enter(accepted.app().appId(), accepted.token(), roomId, tag, ear);
    };
  }

  private IngestPlace enter(String appId, RoomToken token, @Nullable String roomId, @Nullable String wishedTag, IngestEar ear)
      throws IngestRefusedException {
    String own = token.roomId();
    if (!token.roomJoin() || own == null || (roomId != null && !roomId.equals(own))) {
      throw new IngestRefusedException(Cause.NOT_ALLOWED, "The token is for another room.");
    }
    if (!token.canPublish()) {
      throw new IngestRefusedException(Cause.NOT_ALLOWED, "The token may not publish.");
    }
    String tag = Objects.requireNonNullElse(wishedTag, Tags.MAIN);
    if (!Tags.allows(tag)) {
      throw new IngestRefusedException(Cause.BAD_TAG, "A tag has 1 to 64 letters, digits, dots and hyphens.");
    }
    RoomKey key = new RoomKey(appId, own);
    try {
      IngestPlace place = rooms.enter(key, RoomSettings.UNTIL_EMPTY, (host, room) -> {
        IngestPlace taken = new IngestPlace(host, tag, token.expiresAt(), ear);
        taken.sit(room.join(new JoinRequest(token.userId(), Presence.USER, PUBLISHER, Profile.EMPTY, false, taken, taken,
            RoomMode.wished(token.wish())), host.nowMs()));
        room.activate(taken.self());
        return taken;
      });
      return place.written();
    } catch (RoomRefusedException e) {
      boolean banned = e.refusal() == RoomRefusal.USER_BANNED || e.refusal() == RoomRefusal.BANNED_FROM_ROOM;
      throw new IngestRefusedException(banned ? Cause.BANNED : Cause.ROOM, e.detail());
    }
  }
}
