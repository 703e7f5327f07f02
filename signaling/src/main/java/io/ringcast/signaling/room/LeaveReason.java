package io.ringcast.signaling.room;

/** Why a participant is no longer in its room. */
public enum LeaveReason {
  /** It said so. */
  LEFT,
  /** It joined again, from elsewhere. */
  REPLACED,
  /** An administrator removed it. */
  REMOVED,
  /** Its user was banned, from this room or altogether. */
  BANNED,
  /** It was shown here from another room, and is no longer. */
  FORWARDING_ENDED,
  /** It goes on in another room. */
  MOVED,
  /** The room was ended. */
  ROOM_DELETED,
  SERVER_CLOSED,
  /** Its signal connection was lost for too long. */
  SIGNAL_LOST,
  /** The media plane gave its transport up. */
  MEDIA_LOST,
  /** It did what no client may do. */
  MISBEHAVED
}
