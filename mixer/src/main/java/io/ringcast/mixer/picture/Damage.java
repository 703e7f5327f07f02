package io.ringcast.mixer.picture;

import io.ringcast.mixer.layout.Rect;
import java.util.List;

/**
 * What has to be drawn again when some tiles changed: tiles that lie over a tile that is, marks that touch one, and every tile under a mark
 * that is, since a mark drawn over itself would be darker.
 */
final class Damage {
  private static final Damage ALL = new Damage(new boolean[0], new boolean[0], true);

  private final boolean[] tiles;
  private final boolean[] marks;
  private final boolean everything;

  private Damage(boolean[] tiles, boolean[] marks, boolean everything) {
    this.tiles = tiles;
    this.marks = marks;
    this.everything = everything;
  }

  static Damage all() {
    return ALL;
  }

  /** The damage done by changed tiles; later tiles lie over earlier ones. */
  static Damage of(List<Rect> tiles, boolean[] changed, List<Rect> marks) {
    Damage damage = new Damage(changed.clone(), new boolean[marks.size()], false);
    while (damage.spread(tiles, marks)) {
      // Each round takes in at least one more, so this ends.
    }
    return damage;
  }

  private boolean spread(List<Rect> tileRects, List<Rect> markRects) {
    boolean grown = false;
    for (int i = 0; i < tiles.length; i++) {
      Rect tile = tileRects.get(i);
      if (!tiles[i] && (touches(tile, tiles, i, tileRects) || touches(tile, marks, marks.length, markRects))) {
        tiles[i] = true;
        grown = true;
      }
    }
    for (int i = 0; i < marks.length; i++) {
      Rect mark = markRects.get(i);
      if (!marks[i] && (touches(mark, tiles, tiles.length, tileRects) || touches(mark, marks, marks.length, markRects))) {
        marks[i] = true;
        grown = true;
      }
    }
    return grown;
  }

  /** Whether a rectangle overlaps a damaged one of the first {@code count}. */
  private static boolean touches(Rect rect, boolean[] damaged, int count, List<Rect> rects) {
    for (int i = 0; i < count; i++) {
      if (damaged[i] && rects.get(i).overlaps(rect)) {
        return true;
      }
    }
    return false;
  }

  boolean tile(int index) {
    return everything || tiles[index];
  }

  boolean mark(int index) {
    return everything || marks[index];
  }

  boolean isNone() {
    boolean any = everything;
    for (boolean tile : tiles) {
      any |= tile;
    }
    return !any;
  }
}
