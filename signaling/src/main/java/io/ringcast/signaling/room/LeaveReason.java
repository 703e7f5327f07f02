package io.ringcast.signaling.room;

/** Why a participant is no longer in its room. */
public enum LeaveReason {
  /** It said so. */
  LEFT,
  /** It joined again, from elsewhere. */
  REPLACED,
  /** An administrator removed it. */
  REMOVED,
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
