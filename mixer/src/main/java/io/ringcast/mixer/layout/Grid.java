package io.ringcast.mixer.layout;

import java.util.ArrayList;
import java.util.List;

/** Equal tiles, in as many columns as show most of the pictures; of equally good ones the fewest empty places, the squarest tiles. */
final class Grid {
  private Grid() {}

  /** A place for each source, in rows from the top left. */
  static List<Rect> places(Rect canvas, List<Source> sources) {
    int count = sources.size();
    List<Rect> places = new ArrayList<>();
    if (count == 0) {
      return places;
    }
    int columns = columns(canvas, sources);
    int rows = rows(count, columns);
    int width = canvas.width() / columns & ~1;
    int height = canvas.height() / rows & ~1;
    int top = (canvas.height() - height * rows) / 2 & ~1;
    for (int i = 0; i < count; i++) {
      int row = i / columns;
      int inRow = Math.min(columns, count - row * columns);
      int left = (canvas.width() - width * inRow) / 2 & ~1;
      places.add(new Rect(left + width * (i % columns), top + height * row, width, height));
    }
    return places;
  }

  private static int rows(int count, int columns) {
    return (count + columns - 1) / columns;
  }

  private static int columns(Rect canvas, List<Source> sources) {
    int best = 1;
    double bestShown = -1;
    int bestEmpty = Integer.MAX_VALUE;
    double bestSquare = 0;
    for (int columns = 1; columns <= sources.size(); columns++) {
      int rows = rows(sources.size(), columns);
      double width = (double) canvas.width() / columns;
      double height = (double) canvas.height() / rows;
      double shown = shown(width, height, sources);
      double square = Math.min(width, height) / Math.max(width, height);
      int empty = columns * rows - sources.size();
      boolean more = shown > bestShown * (1 + 1e-9);
      boolean asMuch = !more && shown >= bestShown * (1 - 1e-9);
      if (more || (asMuch && (empty < bestEmpty || (empty == bestEmpty && square > bestSquare)))) {
        best = columns;
        bestShown = shown;
        bestEmpty = empty;
        bestSquare = square;
      }
    }
    return best;
  }

  /** How many pixels of the canvas pictures of their own shapes would cover in cells of this size. */
  private static double shown(double width, double height, List<Source> sources) {
    double sum = 0;
    for (Source source : sources) {
      double fittedWidth = Math.min(width, height * source.aspect());
      sum += fittedWidth * fittedWidth / source.aspect();
    }
    return sum;
  }
}
