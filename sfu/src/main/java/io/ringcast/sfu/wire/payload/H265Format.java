package io.ringcast.sfu.wire.payload;

import io.ringcast.sfu.wire.BigEndian;

/**
 * H.265: RFC 7798 sections 4.4.1 (single NAL unit), 4.4.2 (aggregation packet) and 4.4.3 (fragmentation unit), without decoding order
 * numbers, which are not negotiated. PACI packets, which no WebRTC client sends, are refused.
 *
 * <pre>
 * |F|   type    |  layer id | TID |  NAL unit header; TID counts from 1
 * |S|E|  type   |                    header of a fragment
 * </pre>
 *
 * <p>A packet counts as frame start when it brings the first slice segment of a picture, or what stands before it. A picture that begins a
 * temporal layer (TSA, STSA) depends on lower layers only, so forwarding may go up there.
 */
public final class H265Format implements PayloadFormat {
  private static final int HEADER_SIZE = 2;
  private static final int FORBIDDEN_BIT = 0x80;
  private static final int TYPE_MASK = 0x3F;
  private static final int TEMPORAL_MASK = 0x07;
  private static final int TSA_N = 2;
  private static final int TSA_R = 3;
  private static final int STSA_N = 4;
  private static final int STSA_R = 5;
  private static final int FIRST_IRAP = 16;
  /** CRA is the last of the random access pictures; 22 and 23 are reserved. */
  private static final int LAST_IRAP = 21;
  private static final int LAST_SLICE = 31;
  private static final int VPS = 32;
  private static final int SPS = 33;
  private static final int PPS = 34;
  private static final int DELIMITER = 35;
  private static final int PREFIX_SEI = 39;
  private static final int LAST_SINGLE = 47;
  private static final int AGGREGATE = 48;
  private static final int FRAGMENT = 49;
  private static final int FRAGMENT_START_BIT = 0x80;
  private static final int FIRST_SEGMENT_BIT = 0x80;

  @Override
  public boolean parse(byte[] bytes, int offset, int length, PayloadInfo out) {
    out.clear();
    if (length <= HEADER_SIZE || (bytes[offset] & FORBIDDEN_BIT) != 0 || (bytes[offset + 1] & TEMPORAL_MASK) == 0) {
      return false;
    }
    out.temporalLayer = (bytes[offset + 1] & TEMPORAL_MASK) - 1;
    out.targets = PayloadInfo.targetsFrom(out.temporalLayer);
    int type = typeAt(bytes, offset);
    boolean good = switch (type) {
      case AGGREGATE -> readAggregate(bytes, offset + HEADER_SIZE, offset + length, out);
      case FRAGMENT -> readFragment(bytes, offset + HEADER_SIZE, length - HEADER_SIZE, out);
      default -> {
        readUnit(type, bytes, offset + HEADER_SIZE, length - HEADER_SIZE, out);
        yield type <= LAST_SINGLE;
      }
    };
    if (!good) {
      out.clear();
    }
    return good;
  }

  private static int typeAt(byte[] bytes, int at) {
    return bytes[at] >> 1 & TYPE_MASK;
  }

  private static boolean readAggregate(byte[] bytes, int start, int end, PayloadInfo out) {
    int at = start;
    while (at < end) {
      if (at + 2 > end) {
        return false;
      }
      int size = BigEndian.u16(bytes, at);
      at += 2;
      if (size <= HEADER_SIZE || size > end - at) {
        return false;
      }
      readUnit(typeAt(bytes, at), bytes, at + HEADER_SIZE, size - HEADER_SIZE, out);
      at += size;
    }
    return at > start;
  }

  private static boolean readFragment(byte[] bytes, int at, int length, PayloadInfo out) {
    if (length < 2) {
      return false;
    }
    if ((bytes[at] & FRAGMENT_START_BIT) != 0) {
      readUnit(bytes[at] & TYPE_MASK, bytes, at + 1, length - 1, out);
    }
    return true;
  }

  /** Takes in one NAL unit, or its first fragment, given without its header. */
  private static void readUnit(int type, byte[] bytes, int offset, int length, PayloadInfo out) {
    if (type <= LAST_SLICE) {
      boolean first = (bytes[offset] & FIRST_SEGMENT_BIT) != 0;
      out.frameStart |= first;
      if (first && type >= FIRST_IRAP && type <= LAST_IRAP) {
        markKeyframe(out);
      } else if (first) {
        readAccess(type, out);
      }
      return;
    }
    switch (type) {
      case VPS -> markKeyframe(out);
      case SPS -> {
        markKeyframe(out);
        H265Sps.readDimensions(bytes, offset, length, out);
      }
      case PPS, DELIMITER, PREFIX_SEI -> out.frameStart = true;
      default -> { }
    }
  }

  private static void markKeyframe(PayloadInfo out) {
    out.frameStart = true;
    out.keyframe = true;
    out.switchTargets = PayloadInfo.ALL_TARGETS;
  }

  private static void readAccess(int type, PayloadInfo out) {
    if (type == TSA_N || type == TSA_R) {
      out.layerSync = true;
      out.switchTargets = PayloadInfo.targetsFrom(out.temporalLayer);
    } else if (type == STSA_N || type == STSA_R) {
      out.layerSync = true;
      out.switchTargets = PayloadInfo.targetsFrom(out.temporalLayer) & ~PayloadInfo.targetsFrom(out.temporalLayer + 1);
    }
  }
}
