package io.ringcast.mixer.config;

/** What one encoder makes: even sizes, since a colour sample covers two by two pixels. */
public record VideoProfile(int width, int height, int framesPerSecond, int bitrateBps) {
  public static final VideoProfile DEFAULT_NORMAL = new VideoProfile(360, 640, 25, 800_000);
  private static final int TINY_FRAMES_PER_SECOND = 15;

  /** The small copy where a document names none: half the size, a quarter of the bits. */
  VideoProfile tiny() {
    int halfWidth = Math.max(MixLimits.SIDE_MIN, width / 2 & ~1);
    int halfHeight = Math.max(MixLimits.SIDE_MIN, height / 2 & ~1);
    int bits = Math.max(MixLimits.VIDEO_KBPS_MIN * MixLimits.BITS_PER_KBIT, bitrateBps / 4);
    return new VideoProfile(halfWidth, halfHeight, Math.min(TINY_FRAMES_PER_SECOND, framesPerSecond), bits);
  }
}
