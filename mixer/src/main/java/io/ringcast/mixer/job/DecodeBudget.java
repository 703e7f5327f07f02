package io.ringcast.mixer.job;

/**
 * How many pictures all streams together may decode in a turn, so that sound and picture of the mix are made in time by a machine that
 * cannot decode all that comes.
 */
final class DecodeBudget {
  /** Large pictures take 4 ms each on a slow core: a block of sound is due every 20 ms. */
  static final int A_TURN = 8;
  /** More than the newest one where a turn left any: what the canvas waits for. */
  static final int A_SHOWN_PICTURE = 2;

  private int left = A_TURN;

  void renew() {
    left = A_TURN;
  }

  /** Takes one, where any is left. */
  boolean take() {
    left--;
    return left >= 0;
  }
}
