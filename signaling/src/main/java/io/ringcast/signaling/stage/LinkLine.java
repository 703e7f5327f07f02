package io.ringcast.signaling.stage;

import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.link.LinkView;
import org.jspecify.annotations.Nullable;

/**
 * A link as one of its rooms is shown it.
 *
 * @param here which side the room is
 */
record LinkLine(
    String linkId, LinkView.State state, Side inviter, Side invitee, Here here, String extra, @Nullable Long expiresAtMs,
    @Nullable Long acceptedAtMs, @Nullable String reason) {

  enum Here { INVITER, INVITEE }

  record Side(String roomId, String userId, boolean joined, boolean autoMix) {
    static Side of(LinkView.Side side) {
      return new Side(side.room().roomId(), side.userId(), side.joined(), side.mixed());
    }
  }

  static LinkLine of(RoomKey room, LinkView link) {
    return new LinkLine(link.linkId(), link.state(), Side.of(link.inviter()), Side.of(link.invitee()),
        link.inviter().room().equals(room) ? Here.INVITER : Here.INVITEE, link.extra(),
        link.expiresAtMs() == 0 ? null : link.expiresAtMs(), link.acceptedAtMs() == 0 ? null : link.acceptedAtMs(), link.reason());
  }
}
