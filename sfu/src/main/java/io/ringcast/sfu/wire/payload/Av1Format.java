package io.ringcast.sfu.wire.payload;

import io.ringcast.sfu.wire.BigEndian;

/**
 * AV1: the aggregation header and OBU elements of the AV1 RTP specification section 4.
 *
 * <pre>
 * |Z|Y| W |N|-|-|-|   Z: the first element goes on from the last packet; Y: the last one goes on; W elements, or any number with lengths
 * |-| type  |X|S|-|   OBU header; X: layers follow, S: a length follows
 * | TID | SID |-|-|-|
 * </pre>
 *
 * <p>Only an OBU's first packet has its header, so no packet behind it tells its layers: each counts for all targets here. Layers are told
 * apart by the dependency descriptor, which overrides what this says.
 */
public final class Av1Format implements PayloadFormat {
  private static final int CONTINUES_BIT = 0x80;
  private static final int NEW_SEQUENCE_BIT = 0x08;
  private static final int FORBIDDEN_BIT = 0x80;
  private static final int LAYERS_BIT = 0x04;
  private static final int SIZE_BIT = 0x02;
  private static final int SEQUENCE_HEADER = 1;
  private static final int FRAME_HEADER = 3;
  private static final int TILE_GROUP = 4;
  private static final int FRAME = 6;
  /** Seven bits a byte: five hold more than any packet is long. */
  private static final int MAX_SIZE_BYTES = 5;

  @Override
  public boolean parse(byte[] bytes, int offset, int length, PayloadInfo out) {
    out.clear();
    if (length < 2) {
      return false;
    }
    int head = bytes[offset];
    int counted = head >> 4 & 0x03;
    int end = offset + length;
    int at = offset + 1;
    boolean good = true;
    for (int element = 1; good && at < end; element++) {
      int size = end - at;
      if (element != counted) {
        int sizeBytes = sizeBytes(bytes, at, end);
        size = sizeBytes == 0 ? -1 : size(bytes, at, sizeBytes);
        at += sizeBytes;
      }
      good = size >= 0 && size <= end - at && (counted == 0 || element <= counted);
      boolean begins = element > 1 || (head & CONTINUES_BIT) == 0;
      if (good && begins && size > 0) {
        good = readUnit(bytes, at, size, out);
      }
      at += size;
    }
    if (!good) {
      out.clear();
      return false;
    }
    out.keyframe &= (head & NEW_SEQUENCE_BIT) != 0;
    out.switchTargets = out.keyframe ? PayloadInfo.ALL_TARGETS : 0;
    return true;
  }

  private static boolean readUnit(byte[] bytes, int at, int size, PayloadInfo out) {
    int head = bytes[at];
    boolean layered = (head & LAYERS_BIT) != 0;
    int headSize = layered ? 2 : 1;
    if ((head & FORBIDDEN_BIT) != 0 || size < headSize) {
      return false;
    }
    int content = at + headSize;
    if ((head & SIZE_BIT) != 0) {
      int sizeBytes = sizeBytes(bytes, content, at + size);
      if (sizeBytes == 0) {
        return false;
      }
      content += sizeBytes;
    }
    int type = head >> 3 & 0x0F;
    if (layered && (type == FRAME || type == FRAME_HEADER || type == TILE_GROUP)) {
      out.temporalLayer = BigEndian.u8(bytes, at + 1) >> 5;
      out.spatialLayer = bytes[at + 1] >> 3 & 0x03;
    }
    if (type == SEQUENCE_HEADER) {
      out.keyframe = true;
      Av1SequenceHeader.readSize(bytes, content, at + size - content, out);
    }
    out.frameStart |= type == SEQUENCE_HEADER || type == FRAME || type == FRAME_HEADER;
    return true;
  }

  /** How many bytes a leb128 number takes, 0 when it is cut short or absurdly long. */
  private static int sizeBytes(byte[] bytes, int at, int end) {
    for (int i = 0; i < MAX_SIZE_BYTES && at + i < end; i++) {
      if (bytes[at + i] >= 0) {
        return i + 1;
      }
    }
    return 0;
  }

  /** The number in so many bytes, -1 for one that is too large. */
  private static int size(byte[] bytes, int at, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (long) (bytes[at + i] & 0x7F) << (7 * i);
    }
    return value > Integer.MAX_VALUE ? -1 : (int) value;
  }
}
