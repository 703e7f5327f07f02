package io.ringcast.sfu.ingress;

import io.ringcast.sfu.wire.AudioLevel;

/**
 * Smooths RFC 6464 levels into a loudness of 0 (silent) to 127 (loudest): one exponential filter that rises by half of the distance a
 * packet (a word is heard within 40 ms) and falls by a sixteenth (a pause between two words, 300 ms, does not end a speech).
 */
final class LoudnessFilter {
  private static final int FRACTION_BITS = 8;
  private static final int RISE_SHIFT = 1;
  private static final int FALL_SHIFT = 4;

  private int scaled;

  /** @param level -dBov: 0 is the loudest, 127 silence */
  void onLevel(int level) {
    int target = (AudioLevel.SILENCE - level) << FRACTION_BITS;
    int distance = target - scaled;
    scaled += distance >> (distance > 0 ? RISE_SHIFT : FALL_SHIFT);
  }

  void silence() {
    scaled = 0;
  }

  int loudness() {
    return (scaled + (1 << (FRACTION_BITS - 1))) >> FRACTION_BITS;
  }
}
