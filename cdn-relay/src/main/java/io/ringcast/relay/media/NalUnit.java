package io.ringcast.relay.media;

/** Types of H.264 NAL units: ITU-T H.264 table 7-1. */
final class NalUnit {
  static final int IDR_SLICE = 5;
  static final int SEI = 6;
  static final int SEQUENCE_SET = 7;
  static final int PICTURE_SET = 8;
  static final int DELIMITER = 9;
  static final int FILLER = 12;
  private static final int SLICE = 1;
  private static final int TYPE_MASK = 0x1F;

  private NalUnit() {}

  static int type(byte header) {
    return header & TYPE_MASK;
  }

  /** Whether it is a part of a picture. */
  static boolean isSlice(int type) {
    return type >= SLICE && type <= IDR_SLICE;
  }
}
