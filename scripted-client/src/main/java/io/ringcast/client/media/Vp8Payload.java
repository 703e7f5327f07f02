package io.ringcast.client.media;

import io.ringcast.sfu.wire.BigEndian;

/**
 * Writes VP8 payloads that forwarding can read: a descriptor with a 15-bit picture id (RFC 7741 section 4.2) and, in a frame's first
 * packet, a frame header with size (RFC 6386 section 9.1). The rest is filler.
 */
public final class Vp8Payload {
  /** X and S bits, then I, then two bytes of picture id. */
  public static final int DESCRIPTOR_SIZE = 4;
  private static final int EXTENDED = 0x80;
  private static final int START_OF_PARTITION = 0x10;
  private static final int PICTURE_ID_PRESENT = 0x80;
  private static final int LONG_PICTURE_ID = 0x8000;
  private static final int SHOW_FRAME = 0x10;
  private static final int NOT_A_KEYFRAME = 0x01;
  private static final byte[] START_CODE = {(byte) 0x9D, 0x01, 0x2A};

  private Vp8Payload() {}

  /** Writes descriptor and, for a first packet, the frame's header; returns the bytes written. */
  public static int write(byte[] bytes, int offset, int pictureId, boolean first, boolean keyframe, int width, int height) {
    BigEndian.put8(bytes, offset, EXTENDED | (first ? START_OF_PARTITION : 0));
    BigEndian.put8(bytes, offset + 1, PICTURE_ID_PRESENT);
    BigEndian.put16(bytes, offset + 2, LONG_PICTURE_ID | (pictureId & 0x7FFF));
    int at = offset + DESCRIPTOR_SIZE;
    if (!first) {
      return at - offset;
    }
    BigEndian.put8(bytes, at, SHOW_FRAME | (keyframe ? 0 : NOT_A_KEYFRAME));
    BigEndian.put16(bytes, at + 1, 0);
    at += 3;
    if (keyframe) {
      System.arraycopy(START_CODE, 0, bytes, at, START_CODE.length);
      littleEndian16(bytes, at + 3, width);
      littleEndian16(bytes, at + 5, height);
      at += 7;
    }
    return at - offset;
  }

  private static void littleEndian16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
    bytes[at + 1] = (byte) (value >> 8);
  }
}
