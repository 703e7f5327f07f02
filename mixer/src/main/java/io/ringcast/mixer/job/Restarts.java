package io.ringcast.mixer.job;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * When a mix that failed goes on: at once the first time, then after pauses that double, and not at all when it fails {@value #MAX} times
 * and once more within a minute. Knows the time only from its caller.
 */
final class Restarts {
  static final int MAX = 6;
  static final long WINDOW_NS = 60_000_000_000L;
  static final long FIRST_PAUSE_NS = 100_000_000;
  /** It goes on no more. */
  static final long NEVER = Long.MAX_VALUE;

  private final Deque<Long> failures = new ArrayDeque<>();

  /** It failed: when it goes on, or {@link #NEVER}. */
  long failed(long nowNs) {
    while (!failures.isEmpty() && nowNs - failures.getFirst() > WINDOW_NS) {
      failures.removeFirst();
    }
    failures.addLast(nowNs);
    int count = failures.size();
    if (count > MAX) {
      return NEVER;
    }
    return count == 1 ? nowNs : nowNs + (FIRST_PAUSE_NS << (count - 2));
  }
}
