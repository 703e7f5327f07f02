package io.ringcast.signaling.room;

/** What was wrong with a data message. */
public enum DataFault {
  /** Its sender's permissions do not cover it; dropped. */
  NOT_ALLOWED,
  /** It is no packet of the protocol, or an empty one; dropped. */
  MALFORMED,
  /** Its topic is the server's; dropped. */
  RESERVED_TOPIC,
  /** Only agents may send it; dropped. */
  NOT_AN_AGENT,
  /** It came on a channel that is for nothing here; dropped. */
  UNKNOWN_CHANNEL,
  /** It came before, or later than its successor; dropped. */
  REPEATED,
  /** It named somebody else as its sender; sent on in its true sender's name. */
  FORGED_SENDER,
  /** Too much waited for one whom it was for, and it may be lost; dropped for that one. */
  READER_FULL,
  /** One whom it was for took nothing for too long, and was sent away. */
  READER_STALLED,
  /** A reader's channel opened so late that messages sent since it joined were forgotten; they are lost to it. */
  OPENED_LATE,
  /** The channel of one whom it was for was closed; dropped for that one. */
  CHANNEL_CLOSED,
  /** Longer than one whom it was for takes; dropped for that one. */
  TOO_LARGE,
  /** Too many of the server's own messages wait; refused. */
  SERVER_FULL
}
