package io.ringcast.sfu.wire.payload;

import io.ringcast.sfu.wire.BitReader;

/** Picture size out of a sequence header OBU: AV1 bitstream specification section 5.5.1. */
final class Av1SequenceHeader {
  /** Levels above this index have a tier bit. */
  private static final int LAST_LEVEL_WITHOUT_TIER = 7;

  private Av1SequenceHeader() {}

  /** Fills width and height, or leaves them 0 when the header is cut short. */
  static void readSize(byte[] bytes, int offset, int length, PayloadInfo out) {
    BitReader bits = new BitReader(bytes, offset, length);
    bits.skip(4);
    if (bits.flag()) {
      bits.skip(5);
    } else {
      skipOperatingPoints(bits);
    }
    int widthBits = bits.read(4) + 1;
    int heightBits = bits.read(4) + 1;
    int width = bits.read(widthBits) + 1;
    int height = bits.read(heightBits) + 1;
    if (!bits.exhausted()) {
      out.width = width;
      out.height = height;
    }
  }

  private static void skipOperatingPoints(BitReader bits) {
    int delayBits = bits.flag() ? readTiming(bits) : 0;
    boolean displayDelays = bits.flag();
    int points = bits.read(5) + 1;
    for (int i = 0; i < points && !bits.exhausted(); i++) {
      bits.skip(12);
      bits.skip(bits.read(5) > LAST_LEVEL_WITHOUT_TIER ? 1 : 0);
      if (delayBits > 0 && bits.flag()) {
        bits.skip(2 * delayBits + 1);
      }
      if (displayDelays && bits.flag()) {
        bits.skip(4);
      }
    }
  }

  /** The length of the decoder model's delays, 0 without a decoder model. */
  private static int readTiming(BitReader bits) {
    bits.skip(64);
    if (bits.flag()) {
      bits.variable();
    }
    if (!bits.flag()) {
      return 0;
    }
    int delayBits = bits.read(5) + 1;
    bits.skip(32 + 5 + 5);
    return delayBits;
  }
}
