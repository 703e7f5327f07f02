package io.ringcast.sfu.api;

/** Why a data channel, or a peer's whole association for data channels, ended. */
public enum DataEnd {
  /** This side asked for it. */
  REQUESTED,
  /** The peer closed the channel, or shut the association down. */
  CLOSED_BY_PEER,
  ABORTED_BY_PEER,
  /** The peer began anew, without what was before. */
  RESTARTED_BY_PEER,
  /** Nobody answered the first message. */
  SETUP_TIMEOUT,
  /** The peer no longer answers. */
  NO_ANSWER,
  /** The peer broke the protocol's rules. */
  PROTOCOL_VIOLATION,
  /** The peer sent a message longer than was announced. */
  MESSAGE_TOO_LARGE,
  /** The peer's transport ended. */
  TRANSPORT_CLOSED
}
