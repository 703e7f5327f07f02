package io.ringcast.mixer.audio;

import java.util.Arrays;

/**
 * Sound for packets that were lost: the last period of the voice again and again, softer each time, and a glide into what comes then. Owned
 * by one thread.
 */
public final class Concealment {
  /** From 2.5 to 15 ms: the periods of voices from 400 down to 67 Hz. */
  private static final int PERIOD_MIN = 120;
  private static final int PERIOD_MAX = 720;
  private static final int HISTORY_FRAMES = 2 * PERIOD_MAX;
  private static final int HISTORY = HISTORY_FRAMES * AudioFormat.CHANNELS;
  /** Periods are compared at every fourth frame: the ear is not as exact. */
  private static final int STEP = 4;
  /** Silent after 60 ms. */
  private static final int FADE_FRAMES = 2_880;
  /** 5 ms from what was made up to what came. */
  private static final int GLIDE_FRAMES = 240;

  private final float[] history = new float[HISTORY];
  private int madeUp;
  private int period;

  /** Takes what was decoded; its beginning is changed in place when something was made up before it. */
  public void onDecoded(float[] samples, int frames) {
    if (madeUp > 0) {
      int glide = Math.min(GLIDE_FRAMES, frames);
      float[] tail = new float[glide * AudioFormat.CHANNELS];
      makeUp(tail, glide);
      for (int frame = 0; frame < glide; frame++) {
        float share = (float) frame / glide;
        for (int i = frame * AudioFormat.CHANNELS; i < (frame + 1) * AudioFormat.CHANNELS; i++) {
          samples[i] = samples[i] * share + tail[i] * (1 - share);
        }
      }
      madeUp = 0;
    }
    int count = Math.min(HISTORY, frames * AudioFormat.CHANNELS);
    System.arraycopy(history, count, history, 0, HISTORY - count);
    System.arraycopy(samples, frames * AudioFormat.CHANNELS - count, history, HISTORY - count, count);
  }

  /** Fills {@code out} with what might have come. */
  public void makeUp(float[] out, int frames) {
    if (madeUp == 0) {
      period = period();
    }
    for (int frame = 0; frame < frames; frame++) {
      float loudness = Math.max(0, 1 - (float) madeUp / FADE_FRAMES);
      int from = HISTORY - (period - madeUp % period) * AudioFormat.CHANNELS;
      for (int channel = 0; channel < AudioFormat.CHANNELS; channel++) {
        out[frame * AudioFormat.CHANNELS + channel] = history[from + channel] * loudness;
      }
      madeUp++;
    }
  }

  /** Another stream begins. */
  public void clear() {
    Arrays.fill(history, 0);
    madeUp = 0;
  }

  /** The distance at which the end of the history looks most like itself. */
  private int period() {
    int best = PERIOD_MAX;
    float bestLikeness = 0;
    for (int candidate = PERIOD_MIN; candidate <= PERIOD_MAX; candidate++) {
      float product = 0;
      float energy = 1e-6f;
      for (int back = 1; back <= PERIOD_MAX; back += STEP) {
        float now = history[HISTORY - back * AudioFormat.CHANNELS];
        float before = history[HISTORY - Math.min(HISTORY_FRAMES, back + candidate) * AudioFormat.CHANNELS];
        product += now * before;
        energy += before * before;
      }
      float likeness = product / (float) Math.sqrt(energy);
      if (likeness > bestLikeness) {
        bestLikeness = likeness;
        best = candidate;
      }
    }
    return best;
  }
}
