package io.ringcast.mixer.audio;

import java.util.Arrays;

/**
 * One input's sound, kept by its own clock: a frame's position is its RTP timestamp, extended to 64 bits. It is written as it is decoded
 * and read where the mix says the input should be now. Owned by one thread.
 *
 * <p>Holds {@value #CAPACITY} frames: what is written further ahead pushes the oldest out. What was never written is silence.
 */
public final class AudioInput {
  /** 0.68 s: more than any delay that is still live. */
  static final int CAPACITY = 1 << 15;
  private static final int MASK = CAPACITY - 1;
  private static final long NOTHING = Long.MIN_VALUE;

  private final float[] left = new float[CAPACITY];
  private final float[] right = new float[CAPACITY];
  private final Resampler resampler = new Resampler();
  private final float[] leftWindow = new float[Resampler.WINDOW];
  private final float[] rightWindow = new float[Resampler.WINDOW];
  private final float[] leftBlock = new float[AudioFormat.BLOCK_FRAMES];
  private final float[] rightBlock = new float[AudioFormat.BLOCK_FRAMES];
  private final DriftControl drift = new DriftControl();
  /** One behind the last frame that was written. */
  private long end = NOTHING;
  /** One behind the last frame that was not silent. */
  private long loudEnd = NOTHING;
  private double place = Double.NaN;
  private float gain = 1;
  private float wantedGain = 1;
  private long underruns;
  private long jumps;

  /** How loud it is in the mix, 1 for as it comes; changes glide over one block. */
  public void gain(float wanted) {
    wantedGain = wanted;
  }

  /** Takes decoded interleaved stereo whose first frame has this position. What is older than what is held is left out. */
  public void write(long position, float[] samples, int frames) {
    long from = Math.max(position, position + frames - CAPACITY);
    if (end == NOTHING || position - end > CAPACITY) {
      clear();
      end = from;
    }
    for (long gap = end; gap < from; gap++) {
      left[(int) gap & MASK] = 0;
      right[(int) gap & MASK] = 0;
    }
    for (long at = Math.max(from, end - CAPACITY); at < position + frames; at++) {
      int sample = (int) (at - position) * AudioFormat.CHANNELS;
      left[(int) at & MASK] = samples[sample];
      right[(int) at & MASK] = samples[sample + 1];
      if (samples[sample] != 0 || samples[sample + 1] != 0) {
        loudEnd = Math.max(loudEnd, at + 1);
      }
    }
    end = Math.max(end, position + frames);
  }

  /**
   * Adds the next block to {@code out}.
   *
   * @param target the position that should be heard at the block's first frame
   * @return false when it was silence, which costs nothing and leaves {@code out} as it was
   */
  public boolean mixInto(float[] out, double target) {
    if (end == NOTHING) {
      return false;
    }
    if (Double.isNaN(place) || DriftControl.mustJump(target - place)) {
      jumps += Double.isNaN(place) ? 0 : 1;
      place = target;
      drift.reset();
    }
    place = Math.max(place, (double) (end - CAPACITY + Resampler.BEFORE));
    double speed = drift.speed(target - place);
    boolean heard = place - Resampler.BEFORE < loudEnd && (gain != 0 || wantedGain != 0);
    if (place + AudioFormat.BLOCK_FRAMES * speed + Resampler.AFTER > end && heard) {
      underruns++;
      silenceAhead();
    }
    if (heard) {
      add(out, speed);
    }
    gain = wantedGain;
    place += AudioFormat.BLOCK_FRAMES * speed;
    return heard;
  }

  private void add(float[] out, double speed) {
    long whole = (long) Math.floor(place);
    copy(left, whole - Resampler.BEFORE, leftWindow);
    copy(right, whole - Resampler.BEFORE, rightWindow);
    resampler.read(leftWindow, rightWindow, place - whole, speed, leftBlock, rightBlock);
    float step = (wantedGain - gain) / AudioFormat.BLOCK_FRAMES;
    for (int frame = 0; frame < AudioFormat.BLOCK_FRAMES; frame++) {
      float loudness = gain + step * frame;
      out[frame * AudioFormat.CHANNELS] += leftBlock[frame] * loudness;
      out[frame * AudioFormat.CHANNELS + 1] += rightBlock[frame] * loudness;
    }
  }

  private static void copy(float[] ring, long from, float[] window) {
    int at = (int) from & MASK;
    int count = Math.min(window.length, CAPACITY - at);
    System.arraycopy(ring, at, window, 0, count);
    System.arraycopy(ring, 0, window, count, window.length - count);
  }

  /** What lies ahead of the last written frame is what was there one round of the ring ago: it must not be heard again. */
  private void silenceAhead() {
    for (long at = end; at < end + AudioFormat.BLOCK_FRAMES + SincTable.TAPS; at++) {
      left[(int) at & MASK] = 0;
      right[(int) at & MASK] = 0;
    }
  }

  private void clear() {
    Arrays.fill(left, 0);
    Arrays.fill(right, 0);
    loudEnd = NOTHING;
    place = Double.NaN;
  }

  /** The next block is where it should be, however far that is. */
  public void jump() {
    place = Double.NaN;
  }

  /** How many frames are written and not yet heard, at most what is held. */
  public double aheadFrames() {
    return end == NOTHING || Double.isNaN(place) ? 0 : end - place;
  }

  /** Blocks for which sound was missing at the end. */
  public long underruns() {
    return underruns;
  }

  /** How often it was so far from where it should be that it jumped, since this was asked last. */
  public long takeJumps() {
    long taken = jumps;
    jumps = 0;
    return taken;
  }
}
