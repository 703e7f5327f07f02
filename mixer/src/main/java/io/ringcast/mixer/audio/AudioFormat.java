package io.ringcast.mixer.audio;

/** The one format inside the mixer: interleaved stereo, samples from -1 to 1. A frame here is one sample of both channels. */
public final class AudioFormat {
  public static final int SAMPLE_RATE = 48_000;
  public static final int CHANNELS = 2;
  /** Mixed at once: 10 ms. */
  public static final int BLOCK_FRAMES = 480;
  public static final int BLOCK_SAMPLES = BLOCK_FRAMES * CHANNELS;
  public static final long BLOCK_NS = 10_000_000;

  private AudioFormat() {}
}
