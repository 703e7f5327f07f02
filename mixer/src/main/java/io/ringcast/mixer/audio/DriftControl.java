package io.ringcast.mixer.audio;

/**
 * How fast an input is read, so that it stays where it should be though its clock runs at another speed than ours: a little faster when it
 * lies behind, a little slower when it lies ahead. What is further off than is heard as a glide is jumped.
 */
final class DriftControl {
  /** Twice of what sound cards are off, and far below what is heard as a change of pitch. */
  static final double SPEED_RANGE = 0.002;
  /** An error goes within some seconds: slower than jitter, faster than drift. */
  private static final double PER_FRAME = 1.0 / (2 * AudioFormat.SAMPLE_RATE);
  /** 80 ms: more than any drift makes between two blocks. */
  static final int JUMP_FRAMES = 3_840;

  private double speed = 1;

  /** Whether an error is too large to be glided away. */
  static boolean mustJump(double errorFrames) {
    return Math.abs(errorFrames) > JUMP_FRAMES;
  }

  /** Input frames for each frame of ours, given how far the input's place is behind where it should be. */
  double speed(double errorFrames) {
    double wanted = 1 + Math.clamp(errorFrames * PER_FRAME, -SPEED_RANGE, SPEED_RANGE);
    // Not at once: a step of speed would be a step of pitch.
    speed += (wanted - speed) / 8;
    return speed;
  }

  void reset() {
    speed = 1;
  }
}
