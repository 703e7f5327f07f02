package io.ringcast.sfu.wire;

/** The playout delay extension, two 12-bit counts of 10 ms: webrtc.org experiment playout-delay. */
public final class PlayoutDelay {
  public static final String URI = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay";
  public static final int SIZE = 3;
  private static final int UNIT_MS = 10;
  private static final int MAX_UNITS = 0xFFF;

  private PlayoutDelay() {}

  /** -1 when the element has another size. */
  public static int minMs(byte[] bytes, int offset, int length) {
    return length == SIZE ? (BigEndian.u24(bytes, offset) >> 12) * UNIT_MS : -1;
  }

  /** -1 when the element has another size. */
  public static int maxMs(byte[] bytes, int offset, int length) {
    return length == SIZE ? (BigEndian.u24(bytes, offset) & MAX_UNITS) * UNIT_MS : -1;
  }

  public static int value(int minMs, int maxMs) {
    return (Math.clamp(minMs / UNIT_MS, 0, MAX_UNITS) << 12) | Math.clamp(maxMs / UNIT_MS, 0, MAX_UNITS);
  }
}
