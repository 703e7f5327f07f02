package io.ringcast.mixer.config;

/** How a picture of another shape fills its tile. */
public enum RenderMode {
  /** It covers the tile; what stands over is cut off on both sides. */
  CROP,
  /** All of it is seen, the background on two sides. */
  WHOLE;

  /** The mode of the numbers 1 and 2 in a document. */
  static RenderMode of(int number) {
    return values()[number - 1];
  }
}
