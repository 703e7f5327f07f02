package io.ringcast.signaling.mix;

/** Why a mix failed. */
public enum MixFault {
  /** A codec could not be opened, or gave up. */
  CODEC,
  /** A defect of the mixer. */
  INTERNAL
}
