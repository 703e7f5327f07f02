package io.ringcast.signaling.room.link;

import io.ringcast.signaling.room.link.Link.Side;

/** Why a link is over. */
public enum LinkEnd {
  REJECTED,
  CANCELLED,
  TIMED_OUT,
  ENDED_BY_INVITER,
  ENDED_BY_INVITEE,
  /** It left, is no host any more, or its room has ended. */
  INVITER_GONE,
  INVITEE_GONE;

  static LinkEnd gone(Side side) {
    return side == Side.INVITER ? INVITER_GONE : INVITEE_GONE;
  }

  static LinkEnd endedBy(Side side) {
    return side == Side.INVITER ? ENDED_BY_INVITER : ENDED_BY_INVITEE;
  }
}
