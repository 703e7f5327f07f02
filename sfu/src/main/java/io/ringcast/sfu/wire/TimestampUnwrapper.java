package io.ringcast.sfu.wire;

/** Extends 32-bit RTP timestamps to 64 bits, each placed nearest to the highest seen so far. Owned by one thread. */
public final class TimestampUnwrapper {
  /** The first timestamp lies one cycle up, so that earlier ones stay positive. */
  private static final long FIRST_CYCLE = 1L << 32;

  private boolean started;
  private long highest;

  /** The extended timestamp; the highest moves up with it. */
  public long unwrap(int timestamp) {
    long extended = peek(timestamp);
    if (!started || extended > highest) {
      started = true;
      highest = extended;
    }
    return extended;
  }

  /** The extended timestamp, without moving the highest. */
  public long peek(int timestamp) {
    if (!started) {
      return FIRST_CYCLE + (timestamp & 0xFFFF_FFFFL);
    }
    return highest + (timestamp - (int) highest);
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
