package io.ringcast.calls.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.calls.call.CallRefusedException;
import io.ringcast.calls.sim.CallWorld.Met;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Random users against the core, in virtual time; one seed decides everything. */
class CallSimulationTest {
  private static final int SEEDS = 10_000;

  /** Each call has exactly one end, each participant one; nobody talks in two calls; what dies comes back the same. */
  @Test
  void callsAlwaysComeToOneEnd() {
    long first = Long.getLong("simulation.first", 0);
    LongStream.range(first, first + Long.getLong("simulation.seeds", SEEDS)).parallel().forEach(CallSimulationTest::play);
  }

  /** Worlds that never meet what they are made for would prove nothing. */
  @Test
  void theWorldsMeetEverything() {
    Map<Met, Integer> met = new TreeMap<>();
    for (long seed = 0; seed < 100; seed++) {
      play(seed).met.forEach((what, times) -> met.merge(what, times, Integer::sum));
    }
    for (Met what : Met.values()) {
      assertThat(met.getOrDefault(what, 0)).as("%s of %s", what, met).isGreaterThan(20);
    }
  }

  private static CallWorld play(long seed) {
    CallWorld world = new CallWorld(seed);
    try {
      world.play();
    } catch (AssertionError | RuntimeException | CallRefusedException e) {
      throw new AssertionError("seed " + seed + " (-Dsimulation.first=" + seed + " -Dsimulation.seeds=1): " + e.getMessage(), e);
    }
    return world;
  }
}
