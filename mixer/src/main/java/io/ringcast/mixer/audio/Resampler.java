package io.ringcast.mixer.audio;

import java.util.Arrays;

/**
 * Reads a stretch of sound at another speed than 1, a block at a time. Where a block's samples lie between those it is given moves slowly,
 * so the weights of a run of them go straight from the run's first to its last, and each of the sixteen is added for the whole run at
 * once: loops that a compiler turns into vector instructions. Owned by one thread.
 */
final class Resampler {
  private static final SincTable SINC = new SincTable();
  /** Samples that lie before a point and count for it. */
  static final int BEFORE = SincTable.TAPS / 2 - 1;
  static final int AFTER = SincTable.TAPS / 2;
  /** What a block needs at the highest speed, and a sample on each side. */
  static final int WINDOW = (int) (AudioFormat.BLOCK_FRAMES * (1 + DriftControl.SPEED_RANGE)) + SincTable.TAPS + 2;
  /** Weights are taken in proportion over so much of a sample: 80 dB below what is heard. */
  private static final double RUN_MOVES = 1.0 / 64;
  private static final int TAPS_AT_ONCE = 4;
  private static final double ALMOST_ONE = 1 - 1e-9;
  private static final float[] RAMP = ramp();

  private final float[] first = new float[SincTable.TAPS];
  private final float[] step = new float[SincTable.TAPS];
  private final float[] samples = new float[AudioFormat.BLOCK_FRAMES + TAPS_AT_ONCE];
  private final float[] sum = new float[AudioFormat.BLOCK_FRAMES];

  private static float[] ramp() {
    float[] ramp = new float[AudioFormat.BLOCK_FRAMES];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = i;
    }
    return ramp;
  }

  /**
   * Makes one block of both channels.
   *
   * @param left what is read; its first sample lies {@link #BEFORE} ones before that in which {@code fraction} begins
   * @param fraction where in its sample the block's first one lies, 0 to 1
   */
  void read(float[] left, float[] right, double fraction, double speed, float[] leftOut, float[] rightOut) {
    double slope = speed - 1;
    int frame = 0;
    while (frame < AudioFormat.BLOCK_FRAMES) {
      double at = fraction + frame * slope;
      int whole = (int) Math.floor(at);
      double within = at - whole;
      int count = Math.min(AudioFormat.BLOCK_FRAMES - frame, run(within, slope));
      weigh(within, within + count * slope, count);
      sum(left, frame + whole, leftOut, frame, count);
      sum(right, frame + whole, rightOut, frame, count);
      frame += count;
    }
  }

  /** How many samples from here on lie in samples that follow each other, at weights that may be taken in proportion. */
  private static int run(double within, double slope) {
    double most = Math.min(AudioFormat.BLOCK_FRAMES, RUN_MOVES / Math.abs(slope));
    double sameStep = slope > 0 ? (1 - within) / slope : slope < 0 ? within / -slope : most;
    return Math.max(1, (int) Math.min(most, sameStep));
  }

  private void weigh(double from, double to, int count) {
    SINC.weights(Math.clamp(to, 0, ALMOST_ONE), step);
    SINC.weights(Math.clamp(from, 0, ALMOST_ONE), first);
    for (int tap = 0; tap < SincTable.TAPS; tap++) {
      step[tap] = (step[tap] - first[tap]) / count;
    }
  }

  /** All indices of its loop count from 0: only so a compiler sees that what is written is not what is read next. */
  private void sum(float[] in, int from, float[] out, int to, int count) {
    Arrays.fill(sum, 0, count, 0);
    for (int tap = 0; tap < SincTable.TAPS; tap += TAPS_AT_ONCE) {
      System.arraycopy(in, from + tap, samples, 0, count + TAPS_AT_ONCE - 1);
      add(tap, count);
    }
    System.arraycopy(sum, 0, out, to, count);
  }

  private void add(int tap, int count) {
    float[] in = samples;
    float[] out = sum;
    float[] ramp = RAMP;
    float a = first[tap];
    float b = first[tap + 1];
    float c = first[tap + 2];
    float d = first[tap + 3];
    float aStep = step[tap];
    float bStep = step[tap + 1];
    float cStep = step[tap + 2];
    float dStep = step[tap + 3];
    for (int i = 0; i < count; i++) {
      float at = ramp[i];
      out[i] += (a + at * aStep) * in[i] + (b + at * bStep) * in[i + 1] + (c + at * cStep) * in[i + 2] + (d + at * dStep) * in[i + 3];
    }
  }
}
