package io.ringcast.mixer.audio;

/** The weights that tell what a sound is between two of its samples: a windowed sinc, looked up by how far between. */
final class SincTable {
  static final int TAPS = 16;
  private static final int HALF = TAPS / 2;
  /** Between two of them weights are taken in proportion. */
  private static final int PHASES = 256;
  /** Shape of the window, and where the pass band ends: treble falls off above 17 kHz. */
  private static final double KAISER_BETA = 7;
  private static final double CUTOFF = 0.92;

  private final float[] weights = new float[(PHASES + 1) * TAPS];

  SincTable() {
    for (int phase = 0; phase <= PHASES; phase++) {
      double sum = 0;
      for (int tap = 0; tap < TAPS; tap++) {
        double distance = tap - (HALF - 1) - (double) phase / PHASES;
        double weight = sinc(CUTOFF * distance) * window(distance / HALF);
        weights[phase * TAPS + tap] = (float) weight;
        sum += weight;
      }
      for (int tap = 0; tap < TAPS; tap++) {
        weights[phase * TAPS + tap] /= (float) sum;
      }
    }
  }

  /** Fills {@code out} with the weights of the 16 samples around a point, the seven before its whole part first. */
  void weights(double fraction, float[] out) {
    double at = fraction * PHASES;
    int phase = (int) at;
    float upper = (float) (at - phase);
    int row = phase * TAPS;
    for (int tap = 0; tap < TAPS; tap++) {
      out[tap] = weights[row + tap] * (1 - upper) + weights[row + TAPS + tap] * upper;
    }
  }

  private static double sinc(double x) {
    return Math.abs(x) < 1e-9 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }

  private static double window(double x) {
    return Math.abs(x) >= 1 ? 0 : bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel(KAISER_BETA);
  }

  /** The modified Bessel function of the first kind, order zero, by its series. */
  private static double bessel(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; k < 40; k++) {
      term *= x / (2 * k);
      sum += term * term;
    }
    return sum;
  }
}
