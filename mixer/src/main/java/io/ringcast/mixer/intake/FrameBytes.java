package io.ringcast.mixer.intake;

import java.util.Arrays;

/** A frame that is being put together; grows up to a limit and is used again. */
final class FrameBytes {
  /** No frame of any stream that the media plane carries is as large. */
  static final int LIMIT = 4 << 20;
  private static final int FIRST_SIZE = 64 << 10;

  private byte[] bytes = new byte[FIRST_SIZE];
  private int length;

  void clear() {
    length = 0;
  }

  int length() {
    return length;
  }

  /** Appends; false when the frame would be too large. */
  boolean add(byte[] from, int offset, int count) {
    if (!reserve(count)) {
      return false;
    }
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
    return true;
  }

  /** Makes room for some bytes in the middle; false when the frame would be too large. */
  boolean insert(int at, int count) {
    if (!reserve(count)) {
      return false;
    }
    System.arraycopy(bytes, at, bytes, at + count, length - at);
    length += count;
    return true;
  }

  private boolean reserve(int count) {
    if (length + count > LIMIT) {
      return false;
    }
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(LIMIT, Math.max(2 * bytes.length, length + count)));
    }
    return true;
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  void set(int at, int value) {
    bytes[at] = (byte) value;
  }

  int get(int at) {
    return bytes[at] & 0xFF;
  }
}
