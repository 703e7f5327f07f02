package io.ringcast.sfu.wire.payload;

/** Picture size out of a sequence parameter set: ITU-T H.264 sections 7.3.2.1.1 and 7.4.2.1.1. */
final class H264Sps {
  private static final int CHROMA_420 = 1;
  private static final int CHROMA_444 = 3;
  private static final int MACROBLOCK = 16;
  /** Larger pictures than level 6.2 allows (139,264 macroblocks) are called unknown. */
  private static final int MAX_DIMENSION = 16_384;
  /** num_ref_frames_in_pic_order_cnt_cycle is at most 255. */
  private static final int MAX_CYCLE = 255;
  private static final int SCALING_LISTS = 8;
  private static final int SCALING_LISTS_444 = 12;
  private static final int SMALL_LISTS = 6;

  private H264Sps() {}

  /** Fills width and height, or leaves them 0 when the set is cut short or out of range; the NAL header byte is not included. */
  static void readDimensions(byte[] bytes, int offset, int length, PayloadInfo out) {
    RbspBits bits = new RbspBits(bytes, offset, length);
    int profile = bits.read(8);
    bits.skip(16);
    bits.golomb();
    int chroma = hasChromaFormat(profile) ? readChromaFormat(bits) : CHROMA_420;
    bits.golomb();
    skipPictureOrder(bits);
    bits.golomb();
    bits.skip(1);
    long widthUnits = bits.golomb() + 1L;
    long heightUnits = bits.golomb() + 1L;
    int fieldFactor = bits.read(1) == 1 ? 1 : 2;
    if (fieldFactor == 2) {
      bits.skip(1);
    }
    bits.skip(1);
    long width = widthUnits * MACROBLOCK;
    long height = heightUnits * MACROBLOCK * fieldFactor;
    if (bits.read(1) == 1) {
      int unitX = chroma == 1 || chroma == 2 ? 2 : 1;
      int unitY = (chroma == 1 ? 2 : 1) * fieldFactor;
      width -= unitX * ((long) bits.golomb() + bits.golomb());
      height -= unitY * ((long) bits.golomb() + bits.golomb());
    }
    if (!bits.exhausted() && inRange(width) && inRange(height)) {
      out.width = (int) width;
      out.height = (int) height;
    }
  }

  private static boolean inRange(long dimension) {
    return dimension > 0 && dimension <= MAX_DIMENSION;
  }

  private static boolean hasChromaFormat(int profile) {
    return switch (profile) {
      case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
      default -> false;
    };
  }

  private static int readChromaFormat(RbspBits bits) {
    int chroma = bits.golomb();
    if (chroma == CHROMA_444) {
      bits.skip(1);
    }
    bits.golomb();
    bits.golomb();
    bits.skip(1);
    if (bits.read(1) == 1) {
      int lists = chroma == CHROMA_444 ? SCALING_LISTS_444 : SCALING_LISTS;
      for (int i = 0; i < lists; i++) {
        if (bits.read(1) == 1) {
          skipScalingList(bits, i < SMALL_LISTS ? 16 : 64);
        }
      }
    }
    return chroma;
  }

  private static void skipScalingList(RbspBits bits, int size) {
    int last = 8;
    int next = 8;
    for (int i = 0; i < size; i++) {
      if (next != 0) {
        next = (last + bits.signedGolomb()) & 0xFF;
      }
      last = next == 0 ? last : next;
    }
  }

  private static void skipPictureOrder(RbspBits bits) {
    int type = bits.golomb();
    if (type == 0) {
      bits.golomb();
    } else if (type == 1) {
      bits.skip(1);
      bits.golomb();
      bits.golomb();
      int cycle = Math.min(bits.golomb(), MAX_CYCLE);
      for (int i = 0; i < cycle; i++) {
        bits.golomb();
      }
    }
  }
}
