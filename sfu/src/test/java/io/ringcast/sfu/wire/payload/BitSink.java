package io.ringcast.sfu.wire.payload;

/** Composes bit strings for tests, Exp-Golomb numbers included, without emulation prevention. */
final class BitSink {
  private final StringBuilder bits = new StringBuilder();

  BitSink put(int value, int count) {
    for (int i = count - 1; i >= 0; i--) {
      bits.append((value >> i) & 1);
    }
    return this;
  }

  BitSink golomb(int value) {
    int width = 32 - Integer.numberOfLeadingZeros(value + 1);
    return put(0, width - 1).put(value + 1, width);
  }

  /** The bits so far, filled up with zeros to whole bytes. */
  String hex() {
    StringBuilder padded = new StringBuilder(bits);
    while (padded.length() % 8 != 0) {
      padded.append('0');
    }
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < padded.length(); i += 8) {
      hex.append(String.format("%02X", Integer.parseInt(padded.substring(i, i + 8), 2)));
    }
    return hex.toString();
  }
}
