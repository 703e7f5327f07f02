package io.ringcast.mixer.picture;

import io.ringcast.mixer.config.MarkStyle;
import io.ringcast.mixer.layout.Fit;
import io.ringcast.mixer.layout.Rect;
import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Locale;

/** What is drawn by hand: texts and who is there without a picture. */
public final class Drawing {
  private static final int WHITE = 0xFFFFFF;
  private static final int PLACEHOLDER_GROUND = 0x30343C;
  private static final int PLACEHOLDER_FACE = 0x5B6270;
  private static final int REASON_LINES = 12;
  /** A seam of the other shade keeps a text readable on any picture. */
  private static final float SEAM = 0.14f;

  private Drawing() {}

  /** A line of text as a mark on {@code bounds}; its font shrinks until the line fits. */
  public static Mark text(String text, MarkStyle style, Rect bounds) {
    String line = text.strip().replaceAll("\\s+", " ");
    int size = style.fontSize();
    FontMetrics metrics = metrics(size);
    while (metrics.stringWidth(line) + size > bounds.width() && size > 1) {
      size = Math.max(1, Math.min(size - 1, size * bounds.width() / (metrics.stringWidth(line) + size)));
      metrics = metrics(size);
    }
    int edge = Math.max(1, Math.round(size * SEAM));
    BufferedImage image = new BufferedImage(Math.max(2, metrics.stringWidth(line) + 2 * edge),
      Math.max(2, metrics.getHeight() + 2 * edge), BufferedImage.TYPE_INT_ARGB);
    Graphics2D pen = pen(image);
    pen.setFont(font(size));
    var outline = pen.getFont().createGlyphVector(pen.getFontRenderContext(), line).getOutline(edge, edge + metrics.getAscent());
    int shade = style.white() ? WHITE : 0;
    pen.setColor(ink(shade ^ WHITE, style.alpha()));
    pen.setStroke(new BasicStroke(edge, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    pen.draw(outline);
    pen.setColor(ink(shade, style.alpha()));
    pen.fill(outline);
    pen.dispose();
    int x = Math.min((int) (bounds.x() + style.x() * bounds.width()), bounds.right() - image.getWidth());
    int y = Math.min((int) (bounds.y() + style.y() * bounds.height()), bounds.bottom() - image.getHeight());
    return Mark.of(image, x, y, bounds);
  }

  /** A part of an image scaled to a part of {@code bounds}, as a mark. */
  public static Mark image(BufferedImage image, Fit fit, Rect bounds) {
    Rect from = fit.from();
    Rect to = fit.to();
    BufferedImage scaled = new BufferedImage(Math.max(2, to.width()), Math.max(2, to.height()), BufferedImage.TYPE_INT_ARGB);
    Graphics2D pen = pen(scaled);
    pen.drawImage(image, 0, 0, scaled.getWidth(), scaled.getHeight(), from.x(), from.y(), from.right(), from.bottom(), null);
    pen.dispose();
    return Mark.of(scaled, to.x(), to.y(), bounds);
  }

  /** Who has no picture: the name's first letter on a disc, and why below it, if there is something to say. */
  public static Picture placeholder(String name, String reason, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D pen = pen(image);
    pen.setColor(ink(PLACEHOLDER_GROUND, 1));
    pen.fillRect(0, 0, width, height);
    int disc = Math.min(width, height) / 2;
    pen.setColor(ink(PLACEHOLDER_FACE, 1));
    pen.fillOval((width - disc) / 2, (height - disc) / 2, disc, disc);
    String letter = initial(name);
    pen.setFont(font(Math.max(1, disc / 2)));
    pen.setColor(ink(WHITE, 1));
    FontMetrics metrics = pen.getFontMetrics();
    pen.drawString(letter, (width - metrics.stringWidth(letter)) / 2, (height + metrics.getAscent() - metrics.getDescent()) / 2);
    pen.setFont(font(Math.max(1, height / REASON_LINES)));
    pen.drawString(reason, (width - pen.getFontMetrics().stringWidth(reason)) / 2, (height + disc) / 2 + (height - disc) / 4);
    pen.dispose();
    Picture picture = Picture.of(width, height);
    picture.fill(picture.bounds(), Color.ofRgb(PLACEHOLDER_GROUND));
    Mark.of(image, 0, 0, picture.bounds()).drawOn(picture);
    return picture;
  }

  private static String initial(String name) {
    String text = name.isBlank() ? "?" : name.strip();
    return text.substring(0, text.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
  }

  private static java.awt.Color ink(int rgb, double alpha) {
    return new java.awt.Color(rgb >> 16 & 0xFF, rgb >> 8 & 0xFF, rgb & 0xFF, (int) Math.round(alpha * 255));
  }

  private static Font font(int size) {
    return new Font(Font.SANS_SERIF, Font.BOLD, size);
  }

  private static FontMetrics metrics(int size) {
    Graphics2D pen = pen(new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB));
    pen.setFont(font(size));
    FontMetrics metrics = pen.getFontMetrics();
    pen.dispose();
    return metrics;
  }

  private static Graphics2D pen(BufferedImage image) {
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    return pen;
  }
}
