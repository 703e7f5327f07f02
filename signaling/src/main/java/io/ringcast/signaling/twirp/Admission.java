package io.ringcast.signaling.twirp;

import io.ringcast.identity.RoomToken;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.http.Access;

/** What a token's grants open: every room is one of the token's own app. */
final class Admission {
  private Admission() {}

  /** A room that the token may create and end. */
  static RoomKey toCreate(Access access, String roomId) {
    require(access.token().roomCreate(), "roomCreate");
    return key(access, roomId);
  }

  static void toList(Access access) {
    require(access.token().roomList(), "roomList");
  }

  /** The room that the token administers. */
  static RoomKey toAdminister(Access access, String roomId) {
    require(access.token().roomAdmin(), "roomAdmin");
    if (!access.administers(roomId)) {
      throw new TwirpException(TwirpCode.PERMISSION_DENIED, "The token is for another room: get one whose video grant names this one.");
    }
    return key(access, roomId);
  }

  /** The other room to which the token may take participants of the first. */
  static RoomKey toReach(Access access, String roomId, String destinationId) {
    toAdminister(access, roomId);
    if (!destinationId.equals(access.token().destinationId())) {
      throw new TwirpException(
          TwirpCode.PERMISSION_DENIED, "Get a token whose video grant has this destinationRoom: " + destinationId + ".");
    }
    if (destinationId.equals(roomId)) {
      throw new TwirpException(TwirpCode.INVALID_ARGUMENT, "The destination is the room itself.");
    }
    return key(access, destinationId);
  }

  private static void require(boolean granted, String grant) {
    if (!granted) {
      throw new TwirpException(TwirpCode.PERMISSION_DENIED, "Get a token whose video grant has " + grant + ".");
    }
  }

  private static RoomKey key(Access access, String roomId) {
    if (!RoomToken.isId(roomId)) {
      throw new TwirpException(TwirpCode.INVALID_ARGUMENT, "A room's name has 1 to " + RoomToken.ID_CHARS_MAX + " characters.");
    }
    return new RoomKey(access.appId(), roomId);
  }
}
