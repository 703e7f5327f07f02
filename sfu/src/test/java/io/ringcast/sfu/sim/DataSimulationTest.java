package io.ringcast.sfu.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.support.Stopwatch;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

/**
 * Associations drawn from seeds, in virtual time: reliable messages arrive once and, where promised, in order; limited ones are never
 * repeated beyond their limits; buffers stay bounded; both sides end. {@code -Dsimulation.seed=N} replays one seed.
 */
class DataSimulationTest {
  private static final long SEEDS = 400;
  private static final long LONG_SEEDS = 10_000;

  @Test
  void promisesAreKept() {
    Long one = Long.getLong("simulation.seed");
    if (one != null) {
      assertThat(failureOf(one, new AtomicLong())).isNull();
    } else {
      check(Long.getLong("simulation.first", 1), Long.getLong("simulation.seeds", SEEDS));
    }
  }

  @Test
  @Tag("long")
  void promisesAreKeptForThousands() {
    check(1_000_000, LONG_SEEDS);
  }

  private static void check(long first, long count) {
    Stopwatch stopwatch = new Stopwatch();
    AtomicLong packets = new AtomicLong();
    List<String> failures = LongStream.range(first, first + count).parallel()
      .mapToObj(seed -> failureOf(seed, packets)).filter(Objects::nonNull).toList();
    System.out.printf(Locale.ROOT, "data simulation: %d seeds from %d, %d failed, %,d packets in %.1f s%n",
      count, first, failures.size(), packets.get(), stopwatch.seconds());
    assertThat(failures).as(() -> failures.size() + " failed: " + String.join(System.lineSeparator(), failures)).isEmpty();
  }

  /** How a seed failed; null when it did not. */
  private static @Nullable String failureOf(long seed, AtomicLong packets) {
    DataScript script = new DataScript(seed);
    try {
      script.play();
      packets.addAndGet(script.packets());
      return null;
    } catch (RuntimeException | AssertionError e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      return String.format(Locale.ROOT, "seed %d, at %.3f s (%s): %s", seed, script.time().nowNs() / 1e9, script,
        e instanceof Broken ? e : trace);
    }
  }
}
