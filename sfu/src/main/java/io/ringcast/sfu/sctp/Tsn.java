package io.ringcast.sfu.sctp;

/** 32-bit numbers on a circle (RFC 9260 section 1.6), unwrapped into longs that only grow. */
final class Tsn {
  private Tsn() {}

  /** The number with these low bits that is nearest to {@code near}. */
  static long unwrap(int wire, long near) {
    return near + (wire - (int) near);
  }

  static long first(int wire) {
    return Integer.toUnsignedLong(wire) + (1L << Integer.SIZE);
  }
}
