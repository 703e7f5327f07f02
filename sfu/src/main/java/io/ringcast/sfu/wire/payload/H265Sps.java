package io.ringcast.sfu.wire.payload;

/** Picture size out of a sequence parameter set: ITU-T H.265 sections 7.3.2.2.1 and 7.4.3.2.1. */
final class H265Sps {
  private static final int CHROMA_420 = 1;
  private static final int CHROMA_422 = 2;
  private static final int CHROMA_444 = 3;
  /** Larger pictures than level 6.2 allows are called unknown. */
  private static final int MAX_DIMENSION = 16_888;
  /** Profile space, tier and idc (8), compatibility flags (32), constraint flags (48). */
  private static final int PROFILE_BITS = 88;
  private static final int LEVEL_BITS = 8;
  /** The flags of sub-layers are filled up to eight entries. */
  private static final int SUB_LAYER_ENTRIES = 8;

  private H265Sps() {}

  /** Fills width and height, or leaves them 0 when the set is cut short or out of range; the NAL header is not included. */
  static void readDimensions(byte[] bytes, int offset, int length, PayloadInfo out) {
    RbspBits bits = new RbspBits(bytes, offset, length);
    bits.skip(4);
    int upperSubLayers = bits.read(3);
    bits.skip(1);
    skipProfiles(upperSubLayers, bits);
    bits.golomb();
    int chroma = bits.golomb();
    if (chroma == CHROMA_444) {
      bits.skip(1);
    }
    long width = bits.golomb();
    long height = bits.golomb();
    if (bits.read(1) == 1) {
      int unitX = chroma == CHROMA_420 || chroma == CHROMA_422 ? 2 : 1;
      int unitY = chroma == CHROMA_420 ? 2 : 1;
      width -= unitX * ((long) bits.golomb() + bits.golomb());
      height -= unitY * ((long) bits.golomb() + bits.golomb());
    }
    if (!bits.exhausted() && inRange(width) && inRange(height)) {
      out.width = (int) width;
      out.height = (int) height;
    }
  }

  private static void skipProfiles(int upperSubLayers, RbspBits bits) {
    bits.skip(PROFILE_BITS + LEVEL_BITS);
    int present = 0;
    for (int i = 0; i < upperSubLayers; i++) {
      present = (present << 2) | bits.read(2);
    }
    if (upperSubLayers > 0) {
      bits.skip(2 * (SUB_LAYER_ENTRIES - upperSubLayers));
    }
    for (int i = upperSubLayers - 1; i >= 0; i--) {
      bits.skip((present & (2 << (2 * i))) != 0 ? PROFILE_BITS : 0);
      bits.skip((present & (1 << (2 * i))) != 0 ? LEVEL_BITS : 0);
    }
  }

  private static boolean inRange(long dimension) {
    return dimension > 0 && dimension <= MAX_DIMENSION;
  }
}
