package io.ringcast.relay.rtmp;

/** Why a connection ended. */
public enum RtmpEnd {
  /** The peer speaks another version, or no RTMP. */
  WRONG_VERSION,
  /** A chunk of 0 bytes, or a control message cut short. */
  BAD_CONTROL,
  /** A chunk that continues what never began, or begins a message inside another. */
  OUT_OF_STEP,
  MESSAGE_TOO_LONG,
  /** More chunk streams, or unfinished messages, than any encoder has. */
  TOO_MUCH_UNFINISHED,
  /** AMF cut short, nested too deep, or not what the command takes. */
  BAD_COMMAND,
  /** A command out of order: a second connect, publish before connect. */
  UNEXPECTED_COMMAND,
  /** We would not have it published or played. */
  REFUSED,
  /** The token that it publishes or plays with is good no more. */
  TOKEN_EXPIRED,
  /** The server would not have the application. */
  CONNECT_REFUSED,
  /** The server would not have the stream: another publishes it, or the key is wrong. */
  PUBLISH_REFUSED,
  /** The peer stopped in order: it deleted its stream, or the server unpublished it. */
  STOPPED_BY_PEER,
  /** The peer said nothing for too long. */
  TIMEOUT,
  /** It takes less than it is sent. */
  TOO_SLOW,
  /** It publishes neither H.264 nor AAC. */
  UNKNOWN_CODEC,
  /** The peer closed the connection. */
  CLOSED_BY_PEER,
  /** We closed it. */
  CLOSED
}
