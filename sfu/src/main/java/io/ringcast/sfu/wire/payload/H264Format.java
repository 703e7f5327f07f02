package io.ringcast.sfu.wire.payload;

import io.ringcast.sfu.wire.BigEndian;

/**
 * H.264 in packetisation modes 0 and 1: RFC 6184 sections 5.6 (single NAL unit), 5.7.1 (STAP-A) and 5.8 (FU-A).
 *
 * <p>RTP does not mark where an access unit begins; a packet counts as frame start when it brings a slice of macroblock 0, or what may
 * stand before the first slice only (parameter sets, SEI, access unit delimiter).
 */
public final class H264Format implements PayloadFormat {
  private static final int FORBIDDEN_BIT = 0x80;
  private static final int REFERENCE_MASK = 0x60;
  private static final int TYPE_MASK = 0x1F;
  private static final int SLICE = 1;
  private static final int PARTITION_A = 2;
  private static final int IDR_SLICE = 5;
  private static final int SEI = 6;
  private static final int SPS = 7;
  private static final int PPS = 8;
  private static final int DELIMITER = 9;
  private static final int LAST_SINGLE = 23;
  private static final int STAP_A = 24;
  private static final int FU_A = 28;
  private static final int FU_HEADER_SIZE = 2;
  private static final int FU_START_BIT = 0x80;
  /** Exp-Golomb for 0: the slice header's first field is first_mb_in_slice. */
  private static final int ZERO_CODE_BIT = 0x80;

  @Override
  public boolean parse(byte[] bytes, int offset, int length, PayloadInfo out) {
    out.clear();
    if (length < 1 || (bytes[offset] & FORBIDDEN_BIT) != 0) {
      return false;
    }
    out.discardable = (bytes[offset] & REFERENCE_MASK) == 0;
    int type = bytes[offset] & TYPE_MASK;
    return switch (type) {
      case STAP_A -> readAggregate(bytes, offset + 1, offset + length, out);
      case FU_A -> readFragment(bytes, offset, length, out);
      default -> {
        if (type == 0 || type > LAST_SINGLE) {
          yield false;
        }
        readUnit(type, bytes, offset + 1, length - 1, out);
        yield true;
      }
    };
  }

  private static boolean readAggregate(byte[] bytes, int start, int end, PayloadInfo out) {
    int at = start;
    while (at < end) {
      if (at + 2 > end) {
        return refuse(out);
      }
      int size = BigEndian.u16(bytes, at);
      at += 2;
      if (size == 0 || size > end - at) {
        return refuse(out);
      }
      readUnit(bytes[at] & TYPE_MASK, bytes, at + 1, size - 1, out);
      out.discardable &= (bytes[at] & REFERENCE_MASK) == 0;
      at += size;
    }
    return at > start;
  }

  private static boolean readFragment(byte[] bytes, int offset, int length, PayloadInfo out) {
    if (length <= FU_HEADER_SIZE) {
      return refuse(out);
    }
    if ((bytes[offset + 1] & FU_START_BIT) != 0) {
      readUnit(bytes[offset + 1] & TYPE_MASK, bytes, offset + FU_HEADER_SIZE, length - FU_HEADER_SIZE, out);
    }
    return true;
  }

  /** Takes in one NAL unit, or its first fragment, given without its header byte. */
  private static void readUnit(int type, byte[] bytes, int offset, int length, PayloadInfo out) {
    switch (type) {
      case SLICE, PARTITION_A, IDR_SLICE -> {
        boolean first = length > 0 && (bytes[offset] & ZERO_CODE_BIT) != 0;
        out.frameStart |= first;
        if (first && type == IDR_SLICE) {
          out.keyframe = true;
          out.switchTargets = PayloadInfo.ALL_TARGETS;
        }
      }
      case SPS -> {
        out.frameStart = true;
        out.keyframe = true;
        out.switchTargets = PayloadInfo.ALL_TARGETS;
        H264Sps.readDimensions(bytes, offset, length, out);
      }
      case SEI, PPS, DELIMITER -> out.frameStart = true;
      default -> { }
    }
  }

  private static boolean refuse(PayloadInfo out) {
    out.clear();
    return false;
  }
}
