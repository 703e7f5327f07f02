package io.ringcast.client.media;

import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.BitWriter;

/** AV1 payloads (AV1 RTP specification section 4): a keyframe begins with a sequence header, a frame OBU is cut over the packets. */
final class Av1Payload implements VideoPayload {
  private static final int CONTINUES = 0x80;
  private static final int GOES_ON = 0x40;
  private static final int ONE_ELEMENT = 0x10;
  private static final int TWO_ELEMENTS = 0x20;
  private static final int NEW_SEQUENCE = 0x08;
  private static final int SEQUENCE_HEADER_OBU = 0x08;
  private static final int FRAME_OBU = 0x30;
  private static final int SIZE_BITS = 16;
  private static final int SEQUENCE_LIMIT = 32;

  private final BitWriter bits = new BitWriter();

  @Override
  public int write(byte[] bytes, Part part) {
    int goesOn = part.last() ? 0 : GOES_ON;
    if (!part.first()) {
      BigEndian.put8(bytes, 0, CONTINUES | goesOn | ONE_ELEMENT);
      return 1;
    }
    if (!part.keyframe()) {
      BigEndian.put8(bytes, 0, goesOn | ONE_ELEMENT);
      BigEndian.put8(bytes, 1, FRAME_OBU);
      return 2;
    }
    BigEndian.put8(bytes, 0, goesOn | TWO_ELEMENTS | NEW_SEQUENCE);
    int length = writeSequence(bytes, 2, part.width(), part.height());
    BigEndian.put8(bytes, 1, length);
    BigEndian.put8(bytes, 2 + length, FRAME_OBU);
    return 3 + length;
  }

  /** A sequence header up to the size, which is all that forwarding reads (AV1 specification section 5.5.1). */
  private int writeSequence(byte[] bytes, int at, int width, int height) {
    bits.wrap(bytes, at, SEQUENCE_LIMIT);
    bits.put(SEQUENCE_HEADER_OBU, 8);
    bits.put(0, 3);
    bits.put(0, 4);
    bits.put(0, 5);
    bits.put(0, 12);
    bits.put(5, 5);
    bits.put(SIZE_BITS - 1, 4);
    bits.put(SIZE_BITS - 1, 4);
    bits.put(width - 1, SIZE_BITS);
    bits.put(height - 1, SIZE_BITS);
    return bits.length();
  }
}
