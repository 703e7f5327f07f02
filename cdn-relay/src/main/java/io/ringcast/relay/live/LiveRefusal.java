package io.ringcast.relay.live;

/** Why there is no such live stream. */
public enum LiveRefusal {
  /** Nobody publishes there now. */
  NOT_LIVE,
  /** What is published is in a codec that live streams do not carry. */
  CODEC_NOT_RELAYED,
  /** The publisher encrypts what it sends end to end. */
  ENCRYPTED,
  /** The server has as many live streams as it may have. */
  TOO_MANY_STREAMS,
  /** The stream has as many outlets as it may have. */
  TOO_MANY_OUTLETS,
  /** The room, or the stream, has too much to do. */
  BUSY,
  /** No encoder starts. */
  UNAVAILABLE,
  SERVER_CLOSED
}
