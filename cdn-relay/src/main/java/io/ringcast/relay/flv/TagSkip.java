package io.ringcast.relay.flv;

/** Why a tag brought no frame. */
public enum TagSkip {
  /** It brought the configuration of frames to come. */
  CONFIGURATION,
  /** Metadata, or another script. */
  SCRIPT,
  /** A tag of no meaning here: end of sequence, seek information, no bytes. */
  EMPTY,
  /** Neither H.264 nor AAC. */
  UNKNOWN_CODEC,
  /** Frames before the configuration cannot be decoded. */
  NO_CONFIGURATION,
  /** Cut short, or its NAL units do not fit. */
  MALFORMED
}
