package io.ringcast.mixer.job;

import io.ringcast.mixer.codec.CodecException;

/** Why a mix failed. */
public enum MixFault {
  /** A codec could not be opened, or gave up. */
  CODEC,
  /** A defect of the mixer. */
  INTERNAL;

  static MixFault of(Exception failure) {
    return failure instanceof CodecException ? CODEC : INTERNAL;
  }
}
