package io.ringcast.calls.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.calls.sim.KillWorld.Met;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Servers that die in the midst of calls, by seed, in virtual time. */
class KillSimulationTest {
  private static final int SEEDS = 1_000;
  private static final int KILLS_MIN = 4_000;
  private static final int OFTEN = 100;

  /** Clients go on, nobody is stuck, nothing that was acknowledged is missing, records say what happened. */
  @Test
  void nothingThatWasAcknowledgedIsLost() {
    long first = Long.getLong("simulation.first", 0);
    long seeds = Long.getLong("simulation.seeds", SEEDS);
    Map<Met, Integer> met = new EnumMap<>(Met.class);
    for (long seed = first; seed < first + seeds; seed++) {
      play(seed).met.forEach((what, times) -> met.merge(what, times, Integer::sum));
    }
    if (seeds >= SEEDS) {
      assertThat(met.getOrDefault(Met.DIED, 0)).isGreaterThanOrEqualTo(KILLS_MIN);
      for (Met what : Met.values()) {
        assertThat(met.getOrDefault(what, 0)).as("%s of %s", what, met).isGreaterThan(OFTEN);
      }
    }
  }

  private static KillWorld play(long seed) {
    KillWorld world = new KillWorld(seed);
    try {
      world.play();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + " (-Dsimulation.first=" + seed + " -Dsimulation.seeds=1): " + e.getMessage(), e);
    }
    return world;
  }
}
