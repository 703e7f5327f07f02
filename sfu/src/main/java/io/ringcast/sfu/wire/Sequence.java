package io.ringcast.sfu.wire;

/** 16-bit sequence numbers as points on a circle: RFC 3550 appendix A.1, RFC 1982. */
public final class Sequence {
  public static final int MASK = 0xFFFF;

  private Sequence() {}

  /** How far {@code newer} is ahead of {@code older}: -32768 to 32767. */
  public static int delta(int newer, int older) {
    return (short) (newer - older);
  }

  public static boolean isNewer(int sequence, int than) {
    return delta(sequence, than) > 0;
  }

  public static int plus(int sequence, int count) {
    return (sequence + count) & MASK;
  }
}
