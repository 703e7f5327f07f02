package io.ringcast.sfu.wire.payload;

import io.ringcast.sfu.wire.BitReader;

/** Picture size out of a keyframe's uncompressed header: VP9 bitstream specification section 6.2. */
final class Vp9FrameHeader {
  private static final int FRAME_MARKER = 2;
  private static final int SYNC_CODE = 0x498342;
  private static final int RGB = 7;
  /** Keyframes are the frame type 0. */
  private static final int KEYFRAME = 0;

  private Vp9FrameHeader() {}

  /** Fills width and height, or leaves them 0 when this is no keyframe's header or cut short. */
  static void readSize(byte[] bytes, int offset, int length, PayloadInfo out) {
    BitReader bits = new BitReader(bytes, offset, length);
    if (bits.read(2) != FRAME_MARKER) {
      return;
    }
    int profile = bits.read(1) | (bits.read(1) << 1);
    bits.skip(profile == 3 ? 1 : 0);
    boolean existingFrame = bits.flag();
    int frameType = bits.read(1);
    bits.skip(2);
    if (existingFrame || frameType != KEYFRAME || bits.read(24) != SYNC_CODE) {
      return;
    }
    skipColours(profile, bits);
    int width = bits.read(16) + 1;
    int height = bits.read(16) + 1;
    if (!bits.exhausted()) {
      out.width = width;
      out.height = height;
    }
  }

  private static void skipColours(int profile, BitReader bits) {
    boolean chromaTold = profile == 1 || profile == 3;
    bits.skip(profile >= 2 ? 1 : 0);
    if (bits.read(3) == RGB) {
      bits.skip(chromaTold ? 1 : 0);
    } else {
      bits.skip(chromaTold ? 4 : 1);
    }
  }
}
