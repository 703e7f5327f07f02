package io.ringcast.events.tail;

/** Why a follower gets no more. */
public enum FollowEnd {
  /** More events waited for it than are kept. */
  TOO_SLOW,
  SERVER_CLOSED,
  /** It closed itself. */
  CLOSED
}
