package io.ringcast.sfu.sctp;

/**
 * What all associations of a loop keep for missing pieces: each has a window of its own, but thousands that fill theirs must not fill the
 * heap. When it is spent, all windows are closed until pieces arrive or associations end.
 */
final class ReassemblyBudget {
  /** Sixty-four full windows; in a working room messages wait for milliseconds. */
  static final int LIMIT_BYTES = 64 << 20;

  private int heldBytes;

  void hold(int bytes) {
    heldBytes += bytes;
  }

  int heldBytes() {
    return heldBytes;
  }

  int leftBytes() {
    return LIMIT_BYTES - heldBytes;
  }
}
