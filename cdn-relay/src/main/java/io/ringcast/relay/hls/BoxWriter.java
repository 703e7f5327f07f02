package io.ringcast.relay.hls;

import io.ringcast.sfu.wire.BigEndian;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes boxes, one inside the other: ISO/IEC 14496-12 section 4.2. */
final class BoxWriter {
  private static final int HEADER_BYTES = 8;
  private static final int MAX_DEPTH = 12;

  private final int[] open = new int[MAX_DEPTH];
  private int depth;
  private byte[] bytes = new byte[1_024];
  private int length;

  /** Opens a box; what is written next stands in it. */
  BoxWriter open(String type) {
    open[depth++] = length;
    return put32(0).text(type);
  }

  /** Opens a box with a version and flags. */
  BoxWriter open(String type, int version, int flags) {
    return open(type).put32(version << 24 | flags);
  }

  /** Closes the box opened last. */
  BoxWriter close() {
    int start = open[--depth];
    BigEndian.put32(bytes, start, length - start);
    return this;
  }

  BoxWriter put8(int value) {
    int at = extend(1);
    bytes[at] = (byte) value;
    return this;
  }

  BoxWriter put16(int value) {
    int at = extend(Short.BYTES);
    BigEndian.put16(bytes, at, value);
    return this;
  }

  BoxWriter put32(int... values) {
    for (int value : values) {
      int at = extend(Integer.BYTES);
      BigEndian.put32(bytes, at, value);
    }
    return this;
  }

  BoxWriter put64(long value) {
    int at = extend(Long.BYTES);
    BigEndian.put64(bytes, at, value);
    return this;
  }

  BoxWriter zeros(int count) {
    extend(count);
    return this;
  }

  BoxWriter text(String text) {
    return put(text.getBytes(StandardCharsets.US_ASCII));
  }

  BoxWriter put(byte[] more) {
    int at = extend(more.length);
    System.arraycopy(more, 0, bytes, at, more.length);
    return this;
  }

  /** Sets 32 bits written before. */
  void patch32(int at, int value) {
    BigEndian.put32(bytes, at, value);
  }

  int length() {
    return length;
  }

  /** The header of a box whose content is sent behind it. */
  BoxWriter header(String type, int contentBytes) {
    return put32(HEADER_BYTES + contentBytes).text(type);
  }

  private int extend(int count) {
    int at = length;
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
    }
    length += count;
    return at;
  }

  byte[] bytes() {
    return Arrays.copyOf(bytes, length);
  }
}
