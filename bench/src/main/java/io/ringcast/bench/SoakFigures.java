package io.ringcast.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** What a soak gave. The first third of the minutes is warm-up: classes load, buffers and caches fill. */
record SoakFigures(long seed, Crowd.Steps steps, SoakSample before, List<SoakSample> running, SoakSample after) {
  /** Pools keep their largest size, and how many are there at a sample differs: less growth than this is none. */
  private static final double GROWTH_MAX = 0.10;
  /** One join in so many may fail. */
  private static final int FAILURES_PART = 100;
  /** Idle HTTP connections of the load generator and of the readings come and go. */
  private static final int FILES_SLACK = 16;

  /** Whether nothing grew from the second third to the last, and nothing but the rest remains when all have left. */
  boolean isFlat() {
    return steps.failures() * FAILURES_PART <= steps.joins()
      && growth(SoakSample::heapBytes) < GROWTH_MAX && growth(SoakSample::directBytes) < GROWTH_MAX
      && after.peers() == 0 && after.packets() == before.packets() && after.timers() == before.timers()
      && after.files() <= before.files() + FILES_SLACK;
  }

  /** The last third's mean against the second third's. */
  private double growth(ToLongFunction<SoakSample> figure) {
    int third = running.size() / 3;
    double middle = mean(running.subList(third, 2 * third), figure);
    return mean(running.subList(2 * third, running.size()), figure) / middle - 1;
  }

  private static double mean(List<SoakSample> samples, ToLongFunction<SoakSample> figure) {
    return samples.stream().mapToLong(figure).average().orElse(0);
  }

  String text() {
    return String.format(Locale.ROOT, """
      %d joins (and %d that failed), %d leaves, %d silent deaths, %d layer switches in %d minutes (seed %d)
      last third against second: heap %+.1f %%, direct %+.1f %%, files %+.1f %%, threads %+.1f %%
      all left: %d peers, packets held %d (at first %d), timers %d (at first %d), files %d (at first %d)
      %s""", steps.joins(), steps.failures(), steps.leaves(), steps.deaths(), steps.switches(), running.size(), seed,
      100 * growth(SoakSample::heapBytes), 100 * growth(SoakSample::directBytes), 100 * growth(SoakSample::files),
      100 * growth(SoakSample::threads), after.peers(), after.packets(), before.packets(), after.timers(), before.timers(),
      after.files(), before.files(), isFlat() ? "flat" : "NOT flat");
  }

  String json() {
    String samples = running.stream().map(SoakSample::json).collect(Collectors.joining(",\n    "));
    return String.format(Locale.ROOT, """
      {
        "benchmark": "soak",
        "seed": %d,
        "joins": %d,
        "failures": %d,
        "leaves": %d,
        "deaths": %d,
        "layerSwitches": %d,
        "flat": %b,
        "before": %s,
        "after": %s,
        "minutes": [
          %s
        ]
      }
      """, seed, steps.joins(), steps.failures(), steps.leaves(), steps.deaths(), steps.switches(), isFlat(),
      before.json(), after.json(), samples);
  }
}
