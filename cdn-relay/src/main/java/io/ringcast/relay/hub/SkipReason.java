package io.ringcast.relay.hub;

/** Why a reader was not given a frame. */
public enum SkipReason {
  /** It lagged further than the stream keeps, and went on at the last keyframe. */
  BEHIND,
  /** A picture that refers to others the reader was not given. */
  AWAITING_KEYFRAME
}
