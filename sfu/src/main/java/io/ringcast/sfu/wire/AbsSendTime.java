package io.ringcast.sfu.wire;

/** The absolute send time extension, 24 bits of 6.18 fixed-point seconds: webrtc.org experiment abs-send-time. */
public final class AbsSendTime {
  public static final String URI = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";
  public static final int SIZE = 3;
  private static final int FRACTION_BITS = 18;
  private static final int MASK = 0xFF_FFFF;
  private static final long NS_PER_S = 1_000_000_000L;

  private AbsSendTime() {}

  /** In 1/2^18 s, wrapping every 64 s; -1 when the element has another size. */
  public static int ticks(byte[] bytes, int offset, int length) {
    return length == SIZE ? BigEndian.u24(bytes, offset) : -1;
  }

  /** The element's value for this time, of any clock. */
  public static int fromNs(long ns) {
    long seconds = Math.floorDiv(ns, NS_PER_S);
    long fraction = (Math.floorMod(ns, NS_PER_S) << FRACTION_BITS) / NS_PER_S;
    return (int) ((seconds << FRACTION_BITS) + fraction) & MASK;
  }
}
