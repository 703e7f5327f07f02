package io.ringcast.client.media;

import io.ringcast.sfu.wire.BigEndian;

/** VP9 descriptors (RFC 9628 section 4.2) of a stream without layers: a 15-bit picture id, and the picture's size at keyframes. */
final class Vp9Payload implements VideoPayload {
  private static final int PICTURE_ID = 0x80;
  private static final int INTER_PICTURE = 0x40;
  private static final int BEGIN = 0x08;
  private static final int END = 0x04;
  private static final int STRUCTURE = 0x02;
  private static final int LONG_PICTURE_ID = 0x8000;
  private static final int ONE_LAYER_WITH_SIZE = 0x10;

  @Override
  public int write(byte[] bytes, Part part) {
    boolean sized = part.first() && part.keyframe();
    int flags = PICTURE_ID | (part.keyframe() ? 0 : INTER_PICTURE) | (part.first() ? BEGIN : 0) | (part.last() ? END : 0);
    BigEndian.put8(bytes, 0, flags | (sized ? STRUCTURE : 0));
    BigEndian.put16(bytes, 1, LONG_PICTURE_ID | part.pictureId());
    if (!sized) {
      return 3;
    }
    BigEndian.put8(bytes, 3, ONE_LAYER_WITH_SIZE);
    BigEndian.put16(bytes, 4, part.width());
    BigEndian.put16(bytes, 6, part.height());
    return 8;
  }
}
