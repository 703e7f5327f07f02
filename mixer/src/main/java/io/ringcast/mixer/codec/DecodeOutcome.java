package io.ringcast.mixer.codec;

/** What became of what a decoder was given. */
public enum DecodeOutcome {
  /** There is a frame. */
  FRAME,
  /** It was taken in; a frame follows with later ones. */
  NOTHING_YET,
  /** No decoder can make sense of it. */
  CORRUPT,
  /** A picture larger than is decoded here. */
  TOO_LARGE
}
