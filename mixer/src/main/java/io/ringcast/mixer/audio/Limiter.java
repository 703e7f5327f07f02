package io.ringcast.mixer.audio;

/**
 * Keeps the sum below full scale without cutting its waves: where a stretch is too loud it is turned down, beforehand and gradually.
 *
 * <p>Works on stretches of 2.5 ms and lies one of them behind. The gain at the border of two stretches is low enough for both and runs
 * straight from border to border, so within a stretch it is never above what the stretch needs.
 */
public final class Limiter {
  /** -0.45 dB: room for what a decoder overshoots. */
  static final float CEILING = 0.95f;
  /** Of one block: as many as are looked at by themselves. */
  private static final int STRETCH_FRAMES = AudioFormat.BLOCK_FRAMES / 4;
  private static final int STRETCH_SAMPLES = STRETCH_FRAMES * AudioFormat.CHANNELS;
  /** Upwards by 6 dB in about 100 ms. */
  private static final float RELEASE = 1.0175f;

  private final float[] held = new float[STRETCH_SAMPLES];
  private float heldNeed = 1;
  private float gain = 1;
  private boolean empty = true;

  /** Limits one block in place; what comes out is what went in a stretch ago. */
  public void limit(float[] block) {
    for (int at = 0; at < block.length; at += STRETCH_SAMPLES) {
      float need = need(block, at);
      float next = Math.min(Math.min(heldNeed, need), Math.min(1, gain * RELEASE));
      exchange(block, at, next);
      heldNeed = need;
      gain = next;
    }
    empty = peak(held, 0) == 0;
  }

  /** Whether nothing is held back, so that after silence only silence follows. */
  public boolean isEmpty() {
    return empty;
  }

  private void exchange(float[] block, int from, float next) {
    float step = (next - gain) / STRETCH_FRAMES;
    float now = gain;
    for (int i = 0; i < STRETCH_SAMPLES; i += AudioFormat.CHANNELS) {
      for (int channel = i; channel < i + AudioFormat.CHANNELS; channel++) {
        float incoming = block[from + channel];
        block[from + channel] = held[channel] * now;
        held[channel] = incoming;
      }
      now += step;
    }
  }

  private static float need(float[] block, int from) {
    float peak = peak(block, from);
    return peak <= CEILING ? 1 : CEILING / peak;
  }

  private static float peak(float[] block, int from) {
    float peak = 0;
    for (int i = from; i < from + STRETCH_SAMPLES; i++) {
      peak = Math.max(peak, Math.abs(block[i]));
    }
    return peak;
  }
}
