package io.ringcast.sfu.wire;

/** The absolute capture time extension, NTP time and perhaps the capturer's clock offset: webrtc.org experiment abs-capture-time. */
public final class AbsCaptureTime {
  public static final String URI = "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time";
  public static final int SHORT_SIZE = 8;
  public static final int LONG_SIZE = 16;

  private AbsCaptureTime() {}

  /** NTP time of capture by the capturer's clock; 0 when the element has another size. */
  public static long ntpTimestamp(byte[] bytes, int offset, int length) {
    return length == SHORT_SIZE || length == LONG_SIZE ? BigEndian.i64(bytes, offset) : 0;
  }

  /** Signed 32.32 fixed-point seconds from the sender's to the capturer's clock; 0 when it is not told. */
  public static long clockOffset(byte[] bytes, int offset, int length) {
    return length == LONG_SIZE ? BigEndian.i64(bytes, offset + SHORT_SIZE) : 0;
  }
}
