package io.ringcast.sfu.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Rooms drawn from seeds, in virtual time, with {@link RoomInvariants} and {@link EmittedStream} watching.
 *
 * <p>{@code -Dsimulation.seed=N} replays one seed with its trace, {@code -Dsimulation.seeds=N} tries so many from
 * {@code -Dsimulation.first=N} on.
 */
class RoomSimulationTest {
  private static final long SEEDS = 300;
  private static final long LONG_SEEDS = 5_000;

  @Test
  void invariantsHold() throws InterruptedException {
    Long one = Long.getLong("simulation.seed");
    if (one != null) {
      assertThat(SeedRun.replay(one)).isEmpty();
    } else {
      check(new SeedRun(Long.getLong("simulation.first", 1), Long.getLong("simulation.seeds", SEEDS)));
    }
  }

  @Test
  @Tag("long")
  void invariantsHoldForThousands() throws InterruptedException {
    check(new SeedRun(1_000_000, LONG_SEEDS));
  }

  private static void check(SeedRun run) throws InterruptedException {
    List<String> failures = run.play();
    assertThat(failures).as(() -> String.join(System.lineSeparator(), failures)).isEmpty();
  }
}
