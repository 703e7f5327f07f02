package io.ringcast.relay.live;

/** Why a live stream is over. */
public enum LiveEnd {
  /** What it was made of is no longer published. */
  SOURCE_ENDED,
  /** Nobody has read it for a while. */
  IDLE,
  /** This reader took nothing for long though there was something; the stream goes on. */
  TOO_SLOW,
  /** It goes on in a codec that live streams do not carry. */
  CODEC_NOT_RELAYED,
  /** Its source failed; the log tells why. */
  FAILED,
  SERVER_CLOSED
}
