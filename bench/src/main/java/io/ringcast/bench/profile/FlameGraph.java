package io.ringcast.bench.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A recording's CPU time as a picture (SVG): callers above callees, each as wide as its share. A pointer that rests on a box is told its
 * whole name and share.
 */
public final class FlameGraph {
  private static final double WIDTH = 1_600;
  private static final int ROW = 16;
  private static final double NARROWEST = 0.5;
  private static final double LETTER = 6.2;
  private static final int MARGIN = 3;
  private static final double PERCENT = 100;

  private final StringBuilder boxes = new StringBuilder();
  private final long all;
  private int depth;

  private FlameGraph(StackTree root) {
    all = Math.max(1, root.samples());
    box(root, 0, 0);
  }

  /** Draws what was recorded. */
  public static void draw(Path recording, Path picture) throws IOException {
    Files.writeString(picture, of(StackTree.of(recording)));
  }

  static String of(StackTree root) {
    FlameGraph graph = new FlameGraph(root);
    return String.format(Locale.ROOT, """
      <svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%d" font-family="monospace" font-size="10">
      %s</svg>
      """, WIDTH, (graph.depth + 1) * ROW, graph.boxes);
  }

  private void box(StackTree node, double x, int row) {
    double width = WIDTH * node.samples() / all;
    if (width < NARROWEST) {
      return;
    }
    depth = Math.max(depth, row);
    int letters = (int) ((width - 2 * MARGIN) / LETTER);
    String shown = shorten(node.name(), letters);
    boxes.append(String.format(Locale.ROOT, "<g><title>%s, %.1f %%</title>", escape(node.name()), PERCENT * node.samples() / all))
      .append(String.format(Locale.ROOT, "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\" stroke=\"white\"/>",
        x, row * ROW, width, ROW, colour(node.name())))
      .append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\">%s</text></g>%n", x + MARGIN, (row + 1) * ROW - MARGIN - 1,
        escape(shown)));
    double next = x;
    for (StackTree callee : node.callees()) {
      box(callee, next, row + 1);
      next += WIDTH * callee.samples() / all;
    }
  }

  /** Class and method without packages, as far as there is room. */
  private static String shorten(String name, int letters) {
    String plain = name.replaceAll("([a-z0-9_]+\\.)+(?=[A-Z])", "");
    return letters < 2 ? "" : plain.substring(0, Math.min(plain.length(), letters));
  }

  /** Ours, the JDK's cryptography, Netty's, the way into the kernel, all else. */
  private static String colour(String name) {
    if (name.startsWith("io.ringcast")) {
      return "#f5b36b";
    }
    if (name.startsWith("com.sun.crypto") || name.startsWith("javax.crypto") || name.startsWith("sun.security")) {
      return "#c9a3e0";
    }
    if (name.startsWith("io.netty")) {
      return "#a5cf8e";
    }
    return name.startsWith("java.lang.invoke") || name.startsWith("jdk.internal.foreign") ? "#e99a9a" : "#d6d6d6";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
