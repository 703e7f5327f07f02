package io.ringcast.mixer.picture;

import io.ringcast.mixer.layout.Rect;
import java.awt.image.BufferedImage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Something drawn that lies over a picture and lets it shine through: luma, colour, and how opaque each sample is. */
public final class Mark {
  private static final int OPAQUE = 255;

  private final Rect rect;
  private final byte[][] planes = new byte[Picture.PLANES][];
  /** Of luma, and of colour, whose samples have the mean of four. */
  private final byte[] alpha;
  private final byte[] chromaAlpha;
  private final byte[] row;

  /** A mark of an image; an odd place moves to the even one before it, what stands over the bounds is cut off. */
  public static Mark of(BufferedImage image, int x, int y, Rect bounds) {
    int left = Math.clamp(x, bounds.x(), bounds.right() - 2) & ~1;
    int top = Math.clamp(y, bounds.y(), bounds.bottom() - 2) & ~1;
    int width = Math.min(image.getWidth() + 1 & ~1, bounds.right() - left & ~1);
    int height = Math.min(image.getHeight() + 1 & ~1, bounds.bottom() - top & ~1);
    return new Mark(image, new Rect(left, top, width, height));
  }

  private Mark(BufferedImage image, Rect rect) {
    this.rect = rect;
    int size = rect.width() * rect.height();
    planes[0] = new byte[size];
    planes[1] = new byte[size / 4];
    planes[2] = new byte[size / 4];
    alpha = new byte[size];
    chromaAlpha = new byte[size / 4];
    row = new byte[rect.width()];
    for (int y = 0; y < rect.height(); y += 2) {
      for (int x = 0; x < rect.width(); x += 2) {
        takeFour(image, x, y);
      }
    }
  }

  private void takeFour(BufferedImage image, int x, int y) {
    int alphaSum = 0;
    int red = 0;
    int green = 0;
    int blue = 0;
    for (int i = 0; i < 4; i++) {
      int column = x + (i & 1);
      int line = y + (i >> 1);
      int argb = column < image.getWidth() && line < image.getHeight() ? image.getRGB(column, line) : 0;
      int opacity = argb >>> 24;
      int r = argb >> 16 & 0xFF;
      int g = argb >> 8 & 0xFF;
      int b = argb & 0xFF;
      planes[0][line * rect.width() + column] = (byte) Color.luma(r, g, b);
      alpha[line * rect.width() + column] = (byte) opacity;
      alphaSum += opacity;
      red += r * opacity;
      green += g * opacity;
      blue += b * opacity;
    }
    int at = y / 2 * (rect.width() / 2) + x / 2;
    int weight = Math.max(1, alphaSum);
    chromaAlpha[at] = (byte) (alphaSum / 4);
    planes[1][at] = (byte) Color.blue(red / weight, green / weight, blue / weight);
    planes[2][at] = (byte) Color.red(red / weight, green / weight, blue / weight);
  }

  public Rect rect() {
    return rect;
  }

  /** Draws it. */
  void drawOn(Picture picture) {
    for (int plane = 0; plane < Picture.PLANES; plane++) {
      int shift = plane == 0 ? 0 : 1;
      int width = rect.width() >> shift;
      byte[] opacity = plane == 0 ? alpha : chromaAlpha;
      MemorySegment target = picture.plane(plane);
      for (int line = 0; line < rect.height() >> shift; line++) {
        long at = (long) ((rect.y() >> shift) + line) * picture.stride(plane) + (rect.x() >> shift);
        MemorySegment.copy(target, ValueLayout.JAVA_BYTE, at, row, 0, width);
        blend(row, planes[plane], opacity, line * width, width);
        MemorySegment.copy(row, 0, target, ValueLayout.JAVA_BYTE, at, width);
      }
    }
  }

  private static void blend(byte[] row, byte[] over, byte[] opacity, int from, int width) {
    for (int i = 0; i < width; i++) {
      int a = opacity[from + i] & 0xFF;
      int mixed = (row[i] & 0xFF) * (OPAQUE - a) + (over[from + i] & 0xFF) * a;
      row[i] = (byte) (((mixed + 128) * 257) >>> 16);
    }
  }
}
