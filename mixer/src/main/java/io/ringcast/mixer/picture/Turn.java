package io.ringcast.mixer.picture;

import io.ringcast.mixer.layout.Rect;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Turns pictures that lie on their side upright: by quarters, to the right. */
final class Turn {
  private Turn() {}

  /** Whether so many quarters exchange width and height. */
  static boolean exchangesSides(int turns) {
    return (turns & 1) != 0;
  }

  /** Where a part of the upright picture is in the lying one, which has this size. */
  static Rect lying(Rect upright, int width, int height, int turns) {
    return switch (turns) {
      case 1 -> new Rect(upright.y(), height - upright.right(), upright.height(), upright.width());
      case 2 -> new Rect(width - upright.right(), height - upright.bottom(), upright.width(), upright.height());
      case 3 -> new Rect(width - upright.bottom(), upright.x(), upright.height(), upright.width());
      default -> upright;
    };
  }

  /** Copies the lying picture upright; the sides of both fit. */
  static void copy(Picture lying, Picture upright, int turns) {
    for (int plane = 0; plane < Picture.PLANES; plane++) {
      int stride = lying.stride(plane);
      int lastColumn = lying.columns(plane) - 1;
      int lastRow = lying.rows(plane) - 1;
      for (int row = 0; row < upright.rows(plane); row++) {
        // The first of the row, and the way from each to the next.
        long from = switch (turns) {
          case 1 -> (long) lastRow * stride + row;
          case 2 -> (long) (lastRow - row) * stride + lastColumn;
          case 3 -> lastColumn - row;
          default -> (long) row * stride;
        };
        int step = switch (turns) {
          case 1 -> -stride;
          case 2 -> -1;
          case 3 -> stride;
          default -> 1;
        };
        copyRow(lying.plane(plane), from, step, upright.plane(plane), (long) row * upright.stride(plane), upright.columns(plane));
      }
    }
  }

  private static void copyRow(MemorySegment source, long from, int step, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      target.set(ValueLayout.JAVA_BYTE, to + i, source.get(ValueLayout.JAVA_BYTE, from + (long) i * step));
    }
  }
}
