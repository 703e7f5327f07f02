package io.ringcast.client.media;

import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.BitWriter;

/**
 * H.265 payloads (RFC 7798): a keyframe begins with an aggregation packet of parameter sets and its first slice segment, every other
 * packet is a slice segment of its own.
 */
final class H265Payload implements VideoPayload {
  private static final int HEADER_SIZE = 2;
  private static final int TRAILING = 1;
  private static final int IDR = 19;
  private static final int VPS = 32;
  private static final int SPS = 33;
  private static final int PPS = 34;
  private static final int AGGREGATE = 48;
  /** Layer 0, temporal layer 0, which is written as 1. */
  private static final int LOWEST_LAYER = 1;
  private static final int FIRST_SEGMENT = 0x80;
  private static final int LATER_SEGMENT = 0x40;
  private static final int MAIN_PROFILE = 1;
  private static final int LEVEL_4 = 120;
  private static final int CHROMA_420 = 1;
  private static final int SET_LIMIT = 64;
  private static final int EMULATION_PREVENTION = 3;

  private final BitWriter bits = new BitWriter();
  private final byte[] set = new byte[SET_LIMIT];

  @Override
  public int write(byte[] bytes, Part part) {
    if (!part.first() || !part.keyframe()) {
      return writeSegment(bytes, 0, part);
    }
    writeHeader(bytes, 0, AGGREGATE);
    int at = HEADER_SIZE;
    set[0] = 0x0C;
    at += writeSet(bytes, at, VPS, 1);
    at += writeSet(bytes, at, SPS, composeSequence(part.width(), part.height()));
    set[0] = (byte) 0xC0;
    at += writeSet(bytes, at, PPS, 1);
    BigEndian.put16(bytes, at, bytes.length - at - 2);
    return at + 2 + writeSegment(bytes, at + 2, part);
  }

  private static int writeSegment(byte[] bytes, int at, Part part) {
    writeHeader(bytes, at, part.keyframe() ? IDR : TRAILING);
    BigEndian.put8(bytes, at + HEADER_SIZE, part.first() ? FIRST_SEGMENT : LATER_SEGMENT);
    return HEADER_SIZE + 1;
  }

  private static void writeHeader(byte[] bytes, int at, int type) {
    BigEndian.put16(bytes, at, (type << 9) | LOWEST_LAYER);
  }

  /** Writes size, header and escaped content of a parameter set. */
  private int writeSet(byte[] bytes, int at, int type, int length) {
    int content = at + 2 + HEADER_SIZE;
    int out = content;
    int zeros = 0;
    for (int i = 0; i < length; i++) {
      if (zeros >= 2 && set[i] >= 0 && set[i] <= EMULATION_PREVENTION) {
        bytes[out++] = EMULATION_PREVENTION;
        zeros = 0;
      }
      zeros = set[i] == 0 ? zeros + 1 : 0;
      bytes[out++] = set[i];
    }
    BigEndian.put16(bytes, at, out - at - 2);
    writeHeader(bytes, at + 2, type);
    return out - at;
  }

  /** A sequence parameter set up to the size, which is all that forwarding reads (ITU-T H.265 section 7.3.2.2.1). */
  private int composeSequence(int width, int height) {
    bits.wrap(set, 0, SET_LIMIT);
    bits.put(1, 8);
    bits.put(MAIN_PROFILE, 8);
    bits.put(0x60000000, 32);
    bits.put(0x90000000, 32);
    bits.put(0, 16);
    bits.put(LEVEL_4, 8);
    golomb(0);
    golomb(CHROMA_420);
    golomb(width);
    golomb(height);
    bits.put(1, 2);
    return bits.length();
  }

  private void golomb(int value) {
    int width = Integer.SIZE - Integer.numberOfLeadingZeros(value + 1);
    bits.put(0, width - 1);
    bits.put(value + 1, width);
  }
}
