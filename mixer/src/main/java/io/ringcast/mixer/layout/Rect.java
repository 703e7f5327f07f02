package io.ringcast.mixer.layout;

/** A rectangle of whole pixels, from the canvas's top left corner. */
public record Rect(int x, int y, int width, int height) {
  public int right() {
    return x + width;
  }

  public int bottom() {
    return y + height;
  }

  public boolean isEmpty() {
    return width <= 0 || height <= 0;
  }

  public long area() {
    return (long) width * height;
  }

  public boolean overlaps(Rect other) {
    return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
  }

  public boolean contains(Rect other) {
    return x <= other.x && y <= other.y && right() >= other.right() && bottom() >= other.bottom();
  }

  /** The same, cut down to whole colour samples, which cover two by two pixels. */
  Rect even() {
    return new Rect(x & ~1, y & ~1, width & ~1, height & ~1);
  }
}
