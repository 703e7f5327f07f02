package io.ringcast.sfu.wire.payload;

/**
 * Reads bits of a NAL unit, leaving out the emulation prevention bytes (ITU-T H.264 section 7.3.1); behind the end it reads zeros and
 * says {@link #exhausted}.
 */
final class RbspBits {
  private static final int EMULATION_PREVENTION = 3;
  /** Longer prefixes belong to values that 31 bits cannot hold. */
  private static final int MAX_PREFIX = 30;

  private final byte[] bytes;
  private final int end;
  private int at;
  private int bit;
  private int zeros;
  private boolean exhausted;

  RbspBits(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    at = offset;
    end = offset + length;
  }

  /** Whether more was asked for than there is, or a number too large to be meant. */
  boolean exhausted() {
    return exhausted;
  }

  /** At most 31 bits as a number. */
  int read(int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value = (value << 1) | next();
    }
    return value;
  }

  void skip(int count) {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  /** An unsigned Exp-Golomb number, ue(v): section 9.1. */
  int golomb() {
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

  /** A signed Exp-Golomb number, se(v): section 9.1.1. */
  int signedGolomb() {
    int code = golomb();
    return (code & 1) == 1 ? (code >> 1) + 1 : -(code >> 1);
  }

  private int next() {
    if (bit == 0) {
      skipEmulationPrevention();
    }
    if (at >= end) {
      exhausted = true;
      return 0;
    }
    int value = (bytes[at] >> (7 - bit)) & 1;
    bit++;
    if (bit == 8) {
      bit = 0;
      zeros = bytes[at] == 0 ? zeros + 1 : 0;
      at++;
    }
    return value;
  }

  private void skipEmulationPrevention() {
    if (zeros >= 2 && at < end && bytes[at] == EMULATION_PREVENTION) {
      at++;
      zeros = 0;
    }
  }
}
