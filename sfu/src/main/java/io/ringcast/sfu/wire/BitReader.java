package io.ringcast.sfu.wire;

/** Reads bits from high to low; behind the end it reads zeros and says {@link #exhausted}. Reusable. */
public final class BitReader {
  /** Longer prefixes belong to values that 31 bits cannot hold. */
  private static final int MAX_PREFIX = 30;

  private byte[] bytes = new byte[0];
  private int start;
  private long bits;
  private long at;
  private boolean exhausted;

  public BitReader() {}

  public BitReader(byte[] bytes, int offset, int length) {
    wrap(bytes, offset, length);
  }

  public void wrap(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    start = offset;
    bits = (long) Byte.SIZE * length;
    at = 0;
    exhausted = false;
  }

  /** Whether more was asked for than there is, or a number too large to be meant. */
  public boolean exhausted() {
    return exhausted;
  }

  /** Bits read so far, those behind the end not counted. */
  public int position() {
    return (int) at;
  }

  public boolean flag() {
    return next() == 1;
  }

  /** At most 32 bits, as a number; all 32 give what an int makes of them. */
  public int read(int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value = (value << 1) | next();
    }
    return value;
  }

  public void skip(int count) {
    if (count > bits - at) {
      at = bits;
      exhausted = true;
    } else {
      at += count;
    }
  }

  /** A number below {@code values}, of which the lower ones take a bit less: ns(n) of the AV1 specification, section 4.10.7. */
  public int nonSymmetric(int values) {
    int width = Integer.SIZE - Integer.numberOfLeadingZeros(values);
    int shorter = (1 << width) - values;
    int value = read(width - 1);
    return value < shorter ? value : (value << 1) - shorter + next();
  }

  /** A number of any length: uvlc() of the AV1 specification, section 4.10.3. */
  public int variable() {
    int prefix = 0;
    while (next() == 0) {
      prefix++;
      if (exhausted || prefix > MAX_PREFIX) {
        exhausted = true;
        return 0;
      }
    }
    return (1 << prefix) - 1 + read(prefix);
  }

  private int next() {
    if (at >= bits) {
      exhausted = true;
      return 0;
    }
    int value = (bytes[start + (int) (at >> 3)] >> (7 - (at & 7))) & 1;
    at++;
    return value;
  }
}
