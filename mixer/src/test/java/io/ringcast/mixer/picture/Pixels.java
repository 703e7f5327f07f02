package io.ringcast.mixer.picture;

import java.awt.image.BufferedImage;
import java.lang.foreign.ValueLayout;

/** Pictures as tests make and see them. */
public final class Pixels {
  private Pixels() {}

  /** One colour all over. */
  public static Picture plain(int width, int height, int rgb) {
    Picture picture = Picture.of(width, height);
    for (int plane = 0; plane < Picture.PLANES; plane++) {
      picture.plane(plane).fill(Color.ofRgb(rgb).of(plane));
    }
    return picture;
  }

  /** A face on a ground that goes from dark above to light below, so that cutting and turning are seen. */
  public static Picture portrait(int width, int height, int rgb) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    var pen = image.createGraphics();
    pen.setPaint(new java.awt.GradientPaint(0, 0, new java.awt.Color(rgb).darker(), 0, height, new java.awt.Color(rgb).brighter()));
    pen.fillRect(0, 0, width, height);
    pen.setColor(new java.awt.Color(0xFFDDBB));
    pen.fillOval(width / 2 - height / 5, height / 5, height * 2 / 5, height / 2);
    pen.setColor(java.awt.Color.WHITE);
    pen.drawRect(0, 0, width - 1, height - 1);
    pen.dispose();
    Picture picture = Picture.of(width, height);
    Mark.of(image, 0, 0, picture.bounds()).drawOn(picture);
    return picture;
  }

  /** The colour of one pixel. */
  public static int rgb(Picture picture, int x, int y) {
    double luma = 1.164 * (sample(picture, 0, x, y) - 16);
    int blue = sample(picture, 1, x / 2, y / 2) - 128;
    int red = sample(picture, 2, x / 2, y / 2) - 128;
    return part(luma + 1.596 * red) << 16 | part(luma - 0.392 * blue - 0.813 * red) << 8 | part(luma + 2.017 * blue);
  }

  private static int part(double value) {
    return Math.clamp(Math.round(value), 0, 255);
  }

  static int sample(Picture picture, int plane, int x, int y) {
    return picture.plane(plane).get(ValueLayout.JAVA_BYTE, (long) y * picture.stride(plane) + x) & 0xFF;
  }

  public static BufferedImage image(Picture picture) {
    BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        image.setRGB(x, y, rgb(picture, x, y));
      }
    }
    return image;
  }

  /** How far apart two colours are, in the part that differs most. */
  public static int distance(int one, int other) {
    int most = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      most = Math.max(most, Math.abs((one >> shift & 0xFF) - (other >> shift & 0xFF)));
    }
    return most;
  }

  /** Whether two pictures are the same to the last sample. */
  public static boolean same(Picture one, Picture other) {
    for (int plane = 0; plane < Picture.PLANES; plane++) {
      for (int y = 0; y < one.rows(plane); y++) {
        for (int x = 0; x < one.columns(plane); x++) {
          if (sample(one, plane, x, y) != sample(other, plane, x, y)) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
