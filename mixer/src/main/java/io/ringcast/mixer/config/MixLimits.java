package io.ringcast.mixer.config;

/** What a mix may be asked for. */
public final class MixLimits {
  public static final int VIDEO_INPUTS = 16;
  public static final int AUDIO_INPUTS = 32;
  public static final int SIDE_MIN = 16;
  public static final int SIDE_MAX = 1920;
  /** Full HD, lying or standing; 1088 is what an encoder makes of 1080. */
  public static final int PIXELS_MAX = 1920 * 1088;
  public static final int FRAMES_PER_SECOND_MAX = 60;
  public static final int VIDEO_KBPS_MIN = 10;
  public static final int VIDEO_KBPS_MAX = 20_000;
  public static final int AUDIO_KBPS_MIN = 6;
  public static final int AUDIO_KBPS_MAX = 320;
  public static final int PUSHES = 5;
  public static final int MARKS = 10;
  public static final int PICTURES = 10;
  public static final int ROOMS = 10;
  public static final int TEXT_CHARS = 256;
  public static final int FONT_MIN = 6;
  public static final int FONT_MAX = 200;
  /** Of users, streams and rooms. */
  public static final int ID_CHARS = 600;
  public static final int URI_CHARS = 2_048;
  /** Room for everything above at its largest but the longest addresses. */
  public static final int DOCUMENT_CHARS = 131_072;
  static final int BITS_PER_KBIT = 1_000;

  private MixLimits() {}
}
