package io.ringcast.sfu.api;

/** Why a TCP connection for media was closed by us. Each such end is counted under exactly one of these. */
public enum ConnectionRefusal {
  /** It had waited longest without a word when the room for those was full. */
  TOO_MANY,
  TOO_MANY_FROM_ADDRESS,
  /** No first frame in time. */
  SILENT,
  FIRST_FRAME_TOO_LONG,
  /** The first frame is no STUN binding request. */
  NOT_A_CHECK,
  /** The first frame's USERNAME leads to no media loop. */
  UNKNOWN_LOOP,
  /** The first frame's USERNAME or MESSAGE-INTEGRITY belongs to no transport. */
  NOT_AUTHENTIC,
  EMPTY_FRAME,
  FRAME_TOO_LONG,
  /** The transport that it was for has ended, or uses other connections. */
  FORSAKEN
}
