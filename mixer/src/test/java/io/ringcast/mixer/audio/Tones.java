package io.ringcast.mixer.audio;

/** Sine waves, and how much of one is in a sound. */
final class Tones {
  private Tones() {}

  /** Interleaved stereo of a sine whose first frame has this position of its own clock. */
  static float[] sine(double hertz, double amplitude, long position, int frames) {
    float[] samples = new float[frames * AudioFormat.CHANNELS];
    for (int i = 0; i < frames; i++) {
      float value = (float) (amplitude * Math.sin(2 * Math.PI * hertz * (position + i) / AudioFormat.SAMPLE_RATE));
      samples[2 * i] = value;
      samples[2 * i + 1] = value;
    }
    return samples;
  }

  /** The amplitude of one frequency in the left channel, by Goertzel's recurrence. */
  static double amplitude(float[] stereo, double hertz) {
    double factor = 2 * Math.cos(2 * Math.PI * hertz / AudioFormat.SAMPLE_RATE);
    double last = 0;
    double beforeLast = 0;
    int frames = stereo.length / AudioFormat.CHANNELS;
    for (int i = 0; i < frames; i++) {
      double now = stereo[2 * i] + factor * last - beforeLast;
      beforeLast = last;
      last = now;
    }
    double power = last * last + beforeLast * beforeLast - factor * last * beforeLast;
    return 2 * Math.sqrt(Math.max(0, power)) / frames;
  }
}
