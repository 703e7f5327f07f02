package io.ringcast.mixer.layout;

/**
 * A stream that may have a tile.
 *
 * @param width of its picture as it comes now, 0 before that is known
 * @param screen whether it shows a screen, of which nothing is ever cut off
 */
public record Source(String userId, String streamId, int width, int height, boolean screen) {
  private static final double USUAL_ASPECT = 16.0 / 9;

  /** Width by height; what is usual before it is known. */
  double aspect() {
    return width > 0 && height > 0 ? (double) width / height : USUAL_ASPECT;
  }
}
