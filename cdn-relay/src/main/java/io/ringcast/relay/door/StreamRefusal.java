package io.ringcast.relay.door;

/** Why a client may not publish or play. */
public enum StreamRefusal {
  /** What it asks for is no stream of ours. */
  BAD_NAME,
  /** It shows no token, and the stream is not for everybody. */
  NO_TOKEN,
  /** The token is worthless: forged, expired, or no token at all. */
  BAD_TOKEN,
  /** The token is good, and not for this. */
  NOT_ALLOWED,
  /** The app keeps the user out. */
  BANNED,
  /** The room would not have the publisher. */
  ROOM_REFUSED,
  /** There is no such stream. */
  NO_SUCH_STREAM,
  /** So many publish or play already. */
  TOO_MANY,
  /** The server does not do this, or stops. */
  UNAVAILABLE
}
