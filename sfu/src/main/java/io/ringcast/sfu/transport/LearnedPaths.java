package io.ringcast.sfu.transport;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The paths by which a peer proved itself, oldest first: those that its loop's {@link Demux} knows it by. */
final class LearnedPaths {
  private static final int USUAL_PATHS = 2;

  private final Deque<Path> paths = new ArrayDeque<>(USUAL_PATHS);

  List<Path> all() {
    return List.copyOf(paths);
  }

  /** Notes a path and returns the one that is forgotten for it, never the one in use; null when there is room for both. */
  @Nullable Path add(Path gained, @Nullable Path inUse, int limit) {
    paths.addLast(gained);
    if (paths.size() <= limit) {
      return null;
    }
    Path oldest = paths.removeFirst();
    if (!oldest.equals(inUse)) {
      return oldest;
    }
    Path next = paths.removeFirst();
    paths.addFirst(oldest);
    return next;
  }

  void remove(Path lost) {
    paths.remove(lost);
  }
}
