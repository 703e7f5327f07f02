package io.ringcast.mixer.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The smooth change from one layout to the next: tiles of streams that stay glide to their new place, those that come grow out of the
 * middle of theirs, those that go are gone with the first frame. Begins slowly and ends slowly.
 */
public final class Transition {
  /** Long enough to follow with the eye. */
  public static final long DURATION_NS = 240_000_000;
  /** So much of its sides a tile that comes has at the beginning. */
  private static final double FIRST_SIZE = 0.5;

  private final Map<String, Rect> from = new HashMap<>();
  private final List<Tile> to;
  private final long startNs;

  public Transition(List<Tile> from, List<Tile> to, long startNs) {
    from.forEach(tile -> this.from.put(tile.streamId(), tile.rect()));
    this.to = List.copyOf(to);
    this.startNs = startNs;
  }

  public boolean isOver(long nowNs) {
    return nowNs - startNs >= DURATION_NS;
  }

  /** The tiles as they are now, lowest first. */
  public List<Tile> at(long nowNs) {
    if (isOver(nowNs)) {
      return to;
    }
    double time = Math.max(0, (double) (nowNs - startNs) / DURATION_NS);
    double way = time * time * (3 - 2 * time);
    List<Tile> tiles = new ArrayList<>();
    for (Tile tile : to) {
      Rect begin = from.getOrDefault(tile.streamId(), small(tile.rect()));
      tiles.add(new Tile(tile.streamId(), between(begin, tile.rect(), way), tile.fill()));
    }
    return tiles;
  }

  private static Rect small(Rect rect) {
    int width = (int) (rect.width() * FIRST_SIZE);
    int height = (int) (rect.height() * FIRST_SIZE);
    return new Rect(rect.x() + (rect.width() - width) / 2, rect.y() + (rect.height() - height) / 2, width, height);
  }

  private static Rect between(Rect from, Rect to, double way) {
    int left = between(from.x(), to.x(), way);
    int top = between(from.y(), to.y(), way);
    int width = Math.max(2, between(from.width(), to.width(), way));
    int height = Math.max(2, between(from.height(), to.height(), way));
    return new Rect(left, top, width, height).even();
  }

  private static int between(int from, int to, double way) {
    return (int) Math.round(from + (to - from) * way);
  }
}
