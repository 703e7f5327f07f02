package io.ringcast.sfu.congestion;

import io.ringcast.sfu.api.MediaKind;
import java.util.ArrayList;
import java.util.List;

/**
 * One publication that a subscriber wants, as the allocator sees it.
 *
 * @param key tells it from the subscriber's others
 * @param priority the higher goes first
 * @param steps what can be sent of it within the subscriber's wish, dearest last; of voice the only one; empty while nothing is sent
 */
public record Track(long key, MediaKind kind, int priority, List<Step> steps) {
  /** Each temporal layer doubles the frames. */
  private static final int SMOOTH = 2;

  /** A temporal layer of a spatial one, and what both take with all below them. */
  public record Step(int spatial, int temporal, long rateBps) {}

  public Track {
    steps = List.copyOf(steps);
    for (int i = 1; i < steps.size(); i++) {
      if (steps.get(i).rateBps() <= steps.get(i - 1).rateBps()) {
        throw new IllegalArgumentException("a step costs more than the one below it");
      }
    }
  }

  public static Track audio(long key, long rateBps) {
    return new Track(key, MediaKind.AUDIO, 0, List.of(new Step(0, 0, rateBps)));
  }

  /**
   * A video of which frame rate is given up before size: from the dearest step down, temporal layers go first, then the next smaller
   * spatial layer comes with all of its own. No larger layer is shown with fewer than half of its frames: a smaller picture that moves
   * is better.
   *
   * @param ratesBps measured, by spatial and temporal layer, each with all below it; 0 for one that is not being sent
   */
  public static Track video(long key, int priority, int wantedSpatial, int wantedTemporal, long[][] ratesBps) {
    List<Step> steps = new ArrayList<>();
    for (int spatial = 0; spatial < ratesBps.length && (spatial <= wantedSpatial || steps.isEmpty()); spatial++) {
      int smaller = steps.size();
      for (int temporal = 0; temporal < ratesBps[spatial].length && temporal <= wantedTemporal; temporal++) {
        long rate = ratesBps[spatial][temporal];
        if (rate > 0) {
          dropDearer(steps, rate);
          smaller = Math.min(smaller, steps.size());
          steps.add(new Step(spatial, temporal, rate));
        }
      }
      dropJerky(steps, smaller);
    }
    return new Track(key, MediaKind.VIDEO, priority, steps);
  }

  /** What costs as much as something better is of no use. */
  private static void dropDearer(List<Step> steps, long rate) {
    while (!steps.isEmpty() && steps.getLast().rateBps() >= rate) {
      steps.removeLast();
    }
  }

  /** Of the newest layer, which begins at this step: all but the dearest {@link #SMOOTH}, where a smaller one is there instead. */
  private static void dropJerky(List<Step> steps, int from) {
    if (from > 0 && steps.size() - from > SMOOTH) {
      steps.subList(from, steps.size() - SMOOTH).clear();
    }
  }

  /** What it takes to send it as wished; 0 while nothing is sent. */
  long wishBps() {
    return steps.isEmpty() ? 0 : steps.getLast().rateBps();
  }

  /** What the least of it takes; 0 while nothing is sent. */
  public long leastBps() {
    return rateBps(steps.isEmpty() ? -1 : 0);
  }

  long rateBps(int step) {
    return step < 0 ? 0 : steps.get(step).rateBps();
  }
}
