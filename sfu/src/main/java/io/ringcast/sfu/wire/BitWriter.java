package io.ringcast.sfu.wire;

/** Writes bits from high to low, whole bytes at a time; what does not fit is left out and {@link #overflown} says so. Reusable. */
public final class BitWriter {
  private byte[] bytes = new byte[0];
  private int start;
  private int bits;
  private int at;
  private boolean overflown;

  /** Starts at {@code offset}; at most {@code limit} bytes are written. */
  public void wrap(byte[] bytes, int offset, int limit) {
    this.bytes = bytes;
    start = offset;
    bits = Byte.SIZE * limit;
    at = 0;
    overflown = false;
  }

  public boolean overflown() {
    return overflown;
  }

  /** Bytes begun; the bits of the last one that were not written are zero. */
  public int length() {
    return (at + Byte.SIZE - 1) / Byte.SIZE;
  }

  public void flag(boolean value) {
    put(value ? 1 : 0, 1);
  }

  /** The low {@code count} bits, at most 32. */
  public void put(int value, int count) {
    for (int i = count - 1; i >= 0; i--) {
      next((value >> i) & 1);
    }
  }

  /** The counterpart of {@link BitReader#nonSymmetric}. */
  public void nonSymmetric(int value, int values) {
    int width = Integer.SIZE - Integer.numberOfLeadingZeros(values);
    int shorter = (1 << width) - values;
    if (value < shorter) {
      put(value, width - 1);
    } else {
      put(value + shorter, width);
    }
  }

  private void next(int bit) {
    if (at >= bits) {
      overflown = true;
      return;
    }
    int index = start + (at >> 3);
    if ((at & 7) == 0) {
      bytes[index] = 0;
    }
    bytes[index] = (byte) (bytes[index] | (bit << (7 - (at & 7))));
    at++;
  }
}
