package io.ringcast.signaling.http;

import io.ringcast.http.Problem;
import io.ringcast.identity.App;
import io.ringcast.identity.RoomToken;
import io.ringcast.sfu.api.RoomKey;

/** What the caller of one request may do. */
public record Access(App app, RoomToken token) {
  public String appId() {
    return app.appId();
  }

  /** The key of a room this token may join, to publish. */
  public RoomKey toPublish(String roomId) {
    RoomKey key = toJoin(roomId);
    if (!token.canPublish()) {
      throw Problem.forbidden("may-not-publish",
          "Get a token whose video grant does not set canPublish to false, and whose role may publish.").exception();
    }
    return key;
  }

  /** The key of a room this token may join, to watch. */
  public RoomKey toSubscribe(String roomId) {
    RoomKey key = toJoin(roomId);
    if (!token.canSubscribe()) {
      throw Problem.forbidden("may-not-subscribe", "Get a token whose video grant does not set canSubscribe to false.").exception();
    }
    return key;
  }

  /** The key of the room this token may join. */
  public RoomKey toJoin(String roomId) {
    if (!token.roomJoin()) {
      throw Problem.forbidden("may-not-join", "Get a token whose video grant has roomJoin.").exception();
    }
    if (!roomId.equals(token.roomId())) {
      throw Problem.forbidden("another-room",
          token.roomId() == null ? "Get a token that names room " + roomId + "." : "The token is for room " + token.roomId() + ".")
          .exception();
    }
    return new RoomKey(appId(), roomId);
  }

  /** Whether this token is a room administrator's. */
  public boolean administers(String roomId) {
    return token.roomAdmin() && roomId.equals(token.roomId());
  }

  /** Whether this token speaks for a participant of a room: its own, or as that room's administrator. */
  public boolean speaksFor(RoomKey room, String userId) {
    boolean sameRoom = appId().equals(room.appId()) && room.roomId().equals(token.roomId());
    return sameRoom && (token.userId().equals(userId) || token.roomAdmin());
  }
}
