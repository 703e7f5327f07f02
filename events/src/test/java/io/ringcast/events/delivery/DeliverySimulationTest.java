package io.ringcast.events.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Receivers that fail, hang, lie and redirect, and a server that dies, in virtual time; one seed decides everything. */
class DeliverySimulationTest {

  @Test
  void everyEventArrivesInOrder() {
    LongStream.range(Long.getLong("simulation.first", 0), Long.getLong("simulation.first", 0) + Long.getLong("simulation.seeds", 200))
      .forEach(DeliverySimulationTest::play);
  }

  @Test
  @Tag("long")
  void everyEventArrivesInOrderInThousandsOfWorlds() {
    LongStream.range(100_000, 105_000).forEach(DeliverySimulationTest::play);
  }

  /** Worlds that never meet what they are made for would prove nothing. */
  @Test
  void theWorldsAreCruel() {
    int crashes = 0;
    int downs = 0;
    int givenUp = 0;
    int repeats = 0;
    for (long seed = 0; seed < 50; seed++) {
      WebhookWorld world = play(seed);
      crashes += world.crashes();
      downs += world.downs();
      givenUp += world.givenUp();
      repeats += world.repeats();
    }
    assertThat(crashes).isGreaterThan(50);
    assertThat(downs).isGreaterThan(50);
    assertThat(givenUp).isGreaterThan(10);
    assertThat(repeats).isGreaterThan(100);
  }

  private static WebhookWorld play(long seed) {
    WebhookWorld world = new WebhookWorld(seed);
    try {
      world.play();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + " (-Dsimulation.first=" + seed + " -Dsimulation.seeds=1): " + e.getMessage(), e);
    }
    return world;
  }
}
