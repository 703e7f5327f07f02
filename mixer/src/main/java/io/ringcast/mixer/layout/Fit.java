package io.ringcast.mixer.layout;

import io.ringcast.mixer.config.RenderMode;

/**
 * How one picture fills one tile: which part of it goes to which part of the canvas.
 *
 * @param from in the picture's pixels
 * @param to on the canvas
 */
public record Fit(Rect from, Rect to) {
  /** The smallest picture that has a shape: one colour sample. */
  private static final int SIDE_MIN = 2;

  /** The way of a picture of this size into a tile. */
  public static Fit of(int width, int height, Rect tile, RenderMode mode) {
    Rect picture = new Rect(0, 0, width, height);
    return mode == RenderMode.CROP ? new Fit(inside(picture, tile), tile) : new Fit(picture, inside(tile, picture));
  }

  /** The largest part in the middle of {@code outer} that has the shape of {@code shape}. */
  private static Rect inside(Rect outer, Rect shape) {
    long width = outer.width();
    long height = width * shape.height() / shape.width();
    if (height > outer.height()) {
      height = outer.height();
      width = height * shape.width() / shape.height();
    }
    int evenWidth = even(width, outer.width());
    int evenHeight = even(height, outer.height());
    int left = (outer.width() - evenWidth) / 2 & ~1;
    int top = (outer.height() - evenHeight) / 2 & ~1;
    return new Rect(outer.x() + left, outer.y() + top, evenWidth, evenHeight);
  }

  /** An even length near this one; all of an odd outer one when it is all of it. */
  private static int even(long length, int outer) {
    return length == outer ? outer : (int) Math.min(outer, Math.max(SIDE_MIN, length & ~1));
  }
}
