package io.ringcast.sfu.wire;

/** The coordination of video orientation extension, one byte 0000CFRR: 3GPP TS 26.114 section 7.4.5. */
public final class VideoOrientation {
  public static final String URI = "urn:3gpp:video-orientation";
  public static final int SIZE = 1;
  private static final int BACK_CAMERA_BIT = 0x08;
  private static final int FLIP_BIT = 0x04;
  private static final int ROTATION_MASK = 0x03;

  private VideoOrientation() {}

  /** Clockwise turn the receiver must make: 0, 90, 180 or 270; 0 when the element has another size. */
  public static int rotationDegrees(byte[] bytes, int offset, int length) {
    return length == SIZE ? (bytes[offset] & ROTATION_MASK) * 90 : 0;
  }

  public static boolean flipped(byte[] bytes, int offset, int length) {
    return length == SIZE && (bytes[offset] & FLIP_BIT) != 0;
  }

  public static boolean backCamera(byte[] bytes, int offset, int length) {
    return length == SIZE && (bytes[offset] & BACK_CAMERA_BIT) != 0;
  }
}
