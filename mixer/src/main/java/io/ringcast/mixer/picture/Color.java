package io.ringcast.mixer.picture;

/** A colour by BT.601 in video range, as cameras and browsers send it. */
public record Color(byte luma, byte blue, byte red) {
  private static final int LUMA_ZERO = 16;
  private static final int CHROMA_ZERO = 128;

  /** The colour of {@code 0xRRGGBB}. */
  public static Color ofRgb(int rgb) {
    int r = rgb >> 16 & 0xFF;
    int g = rgb >> 8 & 0xFF;
    int b = rgb & 0xFF;
    return new Color((byte) luma(r, g, b), (byte) blue(r, g, b), (byte) red(r, g, b));
  }

  static int luma(int r, int g, int b) {
    return LUMA_ZERO + ((66 * r + 129 * g + 25 * b + 128) >> 8);
  }

  static int blue(int r, int g, int b) {
    return CHROMA_ZERO + ((-38 * r - 74 * g + 112 * b + 128) >> 8);
  }

  static int red(int r, int g, int b) {
    return CHROMA_ZERO + ((112 * r - 94 * g - 18 * b + 128) >> 8);
  }

  byte of(int plane) {
    return plane == 0 ? luma : plane == 1 ? blue : red;
  }
}
