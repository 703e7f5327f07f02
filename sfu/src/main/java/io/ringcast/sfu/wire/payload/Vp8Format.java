package io.ringcast.sfu.wire.payload;

import io.ringcast.sfu.wire.BigEndian;

/**
 * VP8: RFC 7741 sections 4.2 (descriptor) and 4.3 (payload header), keyframe header by RFC 6386 section 9.1.
 *
 * <pre>
 *      |X|R|N|S|R| PID | always
 * X:   |I|L|T|K|  RSV  |
 * I:   |M| picture id  | one byte, or two when M
 * L:   |   TL0PICIDX   |
 * T/K: |TID|Y| KEYIDX  |
 * </pre>
 *
 * <p>Y promises that its picture depends on the base layer only; what is forwarded may go up to its temporal layer right there, and no
 * further.
 */
public final class Vp8Format implements PayloadFormat {
  private static final int EXTENDED_BIT = 0x80;
  private static final int NON_REFERENCE_BIT = 0x20;
  private static final int START_BIT = 0x10;
  private static final int PARTITION_MASK = 0x07;
  private static final int PICTURE_ID_BIT = 0x80;
  private static final int TL0_BIT = 0x40;
  private static final int TID_BIT = 0x20;
  private static final int KEYIDX_BIT = 0x10;
  private static final int LONG_PICTURE_ID_BIT = 0x80;
  private static final int LAYER_SYNC_BIT = 0x20;
  private static final int LONG_PICTURE_ID_MASK = 0x7FFF;
  private static final int SHORT_PICTURE_ID_MASK = 0x7F;
  /** The inverse keyframe flag of the payload header. */
  private static final int INTER_FRAME_BIT = 0x01;
  /** Frame tag (3), start code (3), width (2), height (2). */
  private static final int KEYFRAME_HEADER_SIZE = 10;
  private static final int START_CODE = 0x9D012A;
  /** The upper two bits of each dimension are a scaling hint. */
  private static final int DIMENSION_MASK = 0x3FFF;

  @Override
  public boolean parse(byte[] bytes, int offset, int length, PayloadInfo out) {
    out.clear();
    int descriptorSize = descriptorSize(bytes, offset, length);
    if (descriptorSize >= length) {
      return false;
    }
    out.discardable = (bytes[offset] & NON_REFERENCE_BIT) != 0;
    out.frameStart = (bytes[offset] & START_BIT) != 0 && (bytes[offset] & PARTITION_MASK) == 0;
    if ((bytes[offset] & EXTENDED_BIT) != 0) {
      readExtension(bytes, offset, out);
    }
    if (out.frameStart && (bytes[offset + descriptorSize] & INTER_FRAME_BIT) == 0) {
      out.keyframe = true;
      out.switchTargets = PayloadInfo.ALL_TARGETS;
      readDimensions(bytes, offset + descriptorSize, length - descriptorSize, out);
    }
    return true;
  }

  @Override
  public void rewrite(byte[] bytes, int offset, int length, int pictureIdDelta, int tl0Delta) {
    if (descriptorSize(bytes, offset, length) >= length || (bytes[offset] & EXTENDED_BIT) == 0) {
      return;
    }
    int flags = bytes[offset + 1];
    int at = offset + 2;
    if ((flags & PICTURE_ID_BIT) != 0) {
      if ((bytes[at] & LONG_PICTURE_ID_BIT) != 0) {
        int moved = BigEndian.u16(bytes, at) + pictureIdDelta;
        BigEndian.put16(bytes, at, (LONG_PICTURE_ID_BIT << 8) | (moved & LONG_PICTURE_ID_MASK));
        at += 2;
      } else {
        bytes[at] = (byte) ((bytes[at] + pictureIdDelta) & SHORT_PICTURE_ID_MASK);
        at++;
      }
    }
    if ((flags & TL0_BIT) != 0) {
      bytes[at] = (byte) (bytes[at] + tl0Delta);
    }
  }

  /** Bytes of the whole descriptor; at least {@code length} when it is cut short. */
  private static int descriptorSize(byte[] bytes, int offset, int length) {
    if (length < 1 || (bytes[offset] & EXTENDED_BIT) == 0) {
      return 1;
    }
    if (length < 2) {
      return length;
    }
    int flags = bytes[offset + 1];
    int size = 2;
    if ((flags & PICTURE_ID_BIT) != 0) {
      if (length < 3) {
        return length;
      }
      size += (bytes[offset + 2] & LONG_PICTURE_ID_BIT) != 0 ? 2 : 1;
    }
    size += (flags & TL0_BIT) != 0 ? 1 : 0;
    size += (flags & (TID_BIT | KEYIDX_BIT)) != 0 ? 1 : 0;
    return size;
  }

  private static void readExtension(byte[] bytes, int offset, PayloadInfo out) {
    int flags = bytes[offset + 1];
    int at = offset + 2;
    if ((flags & PICTURE_ID_BIT) != 0) {
      boolean wide = (bytes[at] & LONG_PICTURE_ID_BIT) != 0;
      out.pictureIdBits = wide ? 15 : 7;
      out.pictureId = wide ? BigEndian.u16(bytes, at) & LONG_PICTURE_ID_MASK : bytes[at];
      at += wide ? 2 : 1;
    }
    if ((flags & TL0_BIT) != 0) {
      out.tl0PicIdx = BigEndian.u8(bytes, at);
      at++;
    }
    if ((flags & TID_BIT) != 0) {
      out.temporalLayer = BigEndian.u8(bytes, at) >> 6;
      out.targets = PayloadInfo.targetsFrom(out.temporalLayer);
      out.layerSync = (bytes[at] & LAYER_SYNC_BIT) != 0;
      if (out.layerSync) {
        out.switchTargets = out.targets & ~PayloadInfo.targetsFrom(out.temporalLayer + 1);
      }
    }
  }

  private static void readDimensions(byte[] bytes, int at, int length, PayloadInfo out) {
    if (length < KEYFRAME_HEADER_SIZE || BigEndian.u24(bytes, at + 3) != START_CODE) {
      return;
    }
    out.width = littleEndian(bytes, at + 6) & DIMENSION_MASK;
    out.height = littleEndian(bytes, at + 8) & DIMENSION_MASK;
  }

  private static int littleEndian(byte[] bytes, int at) {
    return BigEndian.u8(bytes, at) | (BigEndian.u8(bytes, at + 1) << 8);
  }
}
