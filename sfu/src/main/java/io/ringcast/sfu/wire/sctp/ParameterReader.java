package io.ringcast.sfu.wire.sctp;

import io.ringcast.sfu.wire.BigEndian;

/**
 * A reusable walk over the parameters or error causes at a chunk's end: RFC 9260 section 3.2.1. Owned by one thread.
 *
 * <pre>
 * |             type              |            length             |
 * |                  value, padded to 4 bytes ...                 |
 * </pre>
 */
public final class ParameterReader {
  private byte[] bytes = new byte[0];
  private int end;
  private int at;
  private int next;

  /** False when the lengths do not add up; the last one's padding belongs to the chunk and may be missing here. */
  boolean wrap(byte[] bytes, int from, int end) {
    int walk = from;
    while (walk < end) {
      if (end - walk < Sctp.PARAMETER_HEADER_SIZE) {
        return false;
      }
      int size = BigEndian.u16(bytes, walk + 2);
      if (size < Sctp.PARAMETER_HEADER_SIZE || size > end - walk) {
        return false;
      }
      walk += Sctp.padded(size);
    }
    this.bytes = bytes;
    this.end = end;
    at = from;
    next = from;
    return true;
  }

  /** Steps to the next parameter; false at the end. */
  public boolean next() {
    if (next >= end) {
      return false;
    }
    at = next;
    next += Sctp.padded(BigEndian.u16(bytes, at + 2));
    return true;
  }

  public int type() {
    return BigEndian.u16(bytes, at);
  }

  public byte[] bytes() {
    return bytes;
  }

  public int valueOffset() {
    return at + Sctp.PARAMETER_HEADER_SIZE;
  }

  public int valueLength() {
    return BigEndian.u16(bytes, at + 2) - Sctp.PARAMETER_HEADER_SIZE;
  }

  /** A 32-bit field of the value; zero where the value is shorter. */
  public int field(int index) {
    return valueLength() >= Integer.BYTES * (index + 1) ? BigEndian.i32(bytes, valueOffset() + Integer.BYTES * index) : 0;
  }

  /** A 16-bit field {@code index} places behind {@code from} in the value; zero where the value is shorter. */
  public int shortField(int from, int index) {
    int place = from + Short.BYTES * index;
    return valueLength() >= place + Short.BYTES ? BigEndian.u16(bytes, valueOffset() + place) : 0;
  }
}
