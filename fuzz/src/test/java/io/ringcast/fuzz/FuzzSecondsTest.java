package io.ringcast.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Fuzzes every target for some seconds, as {@code fuzz.seconds} says. */
class FuzzSecondsTest {
  private static final int SECONDS = Integer.getInteger("fuzz.seconds", 1);
  private static final double SECONDS_A_MINUTE = 60;
  private static final int JOBS = 2;

  @Test
  void aShortRunOfEachTargetFindsNothing() {
    double minutes = SECONDS * FuzzTarget.values().length / SECONDS_A_MINUTE / JOBS;
    int exit = FuzzCommand.commandLine().execute(
      "--minutes", String.valueOf(minutes), "--jobs", String.valueOf(JOBS), "--folder", Path.of("").toAbsolutePath().toString());
    assertThat(exit).as("1 when something was found, or Jazzer did not run; the output names the input").isZero();
  }
}
