package io.ringcast.sfu.wire;

/** Extends 16-bit sequence numbers to 64 bits, each placed nearest to the highest seen so far. Owned by one thread. */
public final class SequenceUnwrapper {
  /** The first number lies one cycle up, so that packets that were sent before it stay positive. */
  private static final long FIRST_CYCLE = 1L << 16;

  private boolean started;
  private long highest;

  /** The extended number; the highest moves up with it. */
  public long unwrap(int sequence) {
    long extended = peek(sequence);
    if (!started || extended > highest) {
      started = true;
      highest = extended;
    }
    return extended;
  }

  /** The extended number, without moving the highest. */
  public long peek(int sequence) {
    if (!started) {
      return FIRST_CYCLE + (sequence & Sequence.MASK);
    }
    return highest + Sequence.delta(sequence, (int) highest);
  }

  /** Moves the highest up to this number, however far: the extended number. */
  public long moveUp(int sequence) {
    highest += (sequence - highest) & Sequence.MASK;
    return highest;
  }

  public boolean started() {
    return started;
  }

  public long highest() {
    return highest;
  }

  public void reset() {
    started = false;
    highest = 0;
  }
}
