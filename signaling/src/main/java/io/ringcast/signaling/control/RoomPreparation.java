package io.ringcast.signaling.control;

import io.ringcast.http.Fields;
import io.ringcast.http.Problem;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.RoomWish.Media;
import io.ringcast.identity.RoomWish.Mode;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.http.Access;
import io.ringcast.signaling.http.RoomProblems;
import io.ringcast.signaling.room.AttributeChange;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.RoomMode;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.RoomSettings;
import io.ringcast.signaling.room.host.Rooms;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Opens a room before anybody joins it, in the mode that a back end chooses. For threads that may wait. */
final class RoomPreparation {
  private static final int SECONDS_MAX = 24 * 60 * 60;
  private static final long MS_PER_S = 1_000;

  private final Rooms rooms;

  RoomPreparation(Rooms rooms) {
    this.rooms = rooms;
  }

  /** @param created false for a room that was open already, as it was asked for */
  record Prepared(boolean created, RoomState room) {}

  /** @param media null for a meeting */
  record RoomState(String roomId, String sessionId, Mode mode, @Nullable Media media, String metadata, Map<String, String> attributes) {
    static RoomState of(Room room) {
      return new RoomState(room.key().roomId(), room.sessionId(), room.mode().mode(), room.mode().media(), room.metadata(),
          Map.copyOf(room.attributes()));
    }
  }

  Prepared prepare(Access access, String body) {
    if (!access.token().roomCreate()) {
      throw Problem.forbidden("may-not-create", "Get a token whose video grant has roomCreate.").exception();
    }
    Fields fields = Fields.of(
        body, "roomId", "mode", "media", "metadata", "attributes", "emptyTimeoutS", "departureTimeoutS", "maxParticipants",
        "autoMix");
    String roomId = Objects.requireNonNullElse(fields.text("roomId"), "");
    if (!RoomToken.isId(roomId)) {
      throw Fields.bad("roomId", "a text of 1 to " + RoomToken.ID_CHARS_MAX + " characters");
    }
    RoomSettings settings = settings(fields);
    AttributeChange attributes = new AttributeChange(AttributeFields.set(fields.map("attributes")), Set.of(), null);
    try {
      RoomKey key = new RoomKey(access.appId(), roomId);
      return rooms.enter(key, settings, (host, room) -> prepared(room, settings, attributes, host.nowMs()));
    } catch (RoomRefusedException e) {
      throw RoomProblems.of(e);
    }
  }

  private static RoomSettings settings(Fields fields) {
    RoomSettings usual = RoomSettings.DEFAULT;
    Mode mode = fields.choice("mode", Mode.class);
    Media media = fields.choice("media", Media.class);
    if (media != null && mode != Mode.LIVE) {
      throw Fields.bad("media", "left out unless mode is live");
    }
    return new RoomSettings(
        fields.number("emptyTimeoutS", 1, SECONDS_MAX, (int) (usual.emptyTimeoutMs() / MS_PER_S)) * MS_PER_S,
        fields.number("departureTimeoutS", 0, SECONDS_MAX, (int) (usual.departureGraceMs() / MS_PER_S)) * MS_PER_S,
        fields.number("maxParticipants", 0, Integer.MAX_VALUE, 0),
        Objects.requireNonNullElse(fields.text("metadata"), ""),
        mode == null ? null : RoomMode.of(mode, media),
        Boolean.TRUE.equals(fields.flag("autoMix")));
  }

  /** On the room's queue, whoever opened it: its settings are this very object where it was opened by this request. */
  @SuppressWarnings("ReferenceEquality")
  private static Prepared prepared(Room room, RoomSettings settings, AttributeChange attributes, long nowMs) throws RoomRefusedException {
    boolean created = room.settings() == settings;
    if (!created && settings.mode() != null && settings.mode() != room.mode()) {
      throw Problem.of(HttpStatus.CONFLICT, "room-open", "The room is open already",
          "It is open in another mode: end it first, or prepare it as it is.").exception();
    }
    if (created) {
      room.metadata(settings.metadata());
      if (!attributes.isEmpty()) {
        room.change(attributes, nowMs);
      }
    }
    return new Prepared(created, RoomState.of(room));
  }
}
