package io.ringcast.fuzz.body;

import java.util.Arrays;

/** Reads an input as a sequence of small numbers and byte strings; behind its end everything is zero and empty. */
final class Steps {
  /** A UDP datagram in an Ethernet frame is no longer. */
  private static final int SLICE_MAX = 1_500;

  private final byte[] input;
  private int position;

  Steps(byte[] input) {
    this.input = input;
  }

  boolean more() {
    return position < input.length;
  }

  int u8() {
    return more() ? input[position++] & 0xFF : 0;
  }

  int u16() {
    return u8() << 8 | u8();
  }

  /** A length in 16 bits, then so many bytes, or as many as there are. */
  byte[] slice() {
    int length = Math.min(u16() % (SLICE_MAX + 1), input.length - position);
    byte[] slice = Arrays.copyOfRange(input, position, position + length);
    position += length;
    return slice;
  }
}
