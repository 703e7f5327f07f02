package io.ringcast.mixer.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartsTest {
  private static final long MS = 1_000_000;

  private final Restarts restarts = new Restarts();

  @Test
  void pausesDoubleUntilItIsGivenUp() {
    List<Long> pausesMs = new ArrayList<>();
    long nowNs = 7 * MS;
    for (int i = 0; i < Restarts.MAX; i++) {
      long resumeNs = restarts.failed(nowNs);
      pausesMs.add((resumeNs - nowNs) / MS);
      nowNs = resumeNs + MS;
    }
    assertThat(pausesMs).containsExactly(0L, 100L, 200L, 400L, 800L, 1_600L);
    assertThat(restarts.failed(nowNs)).isEqualTo(Restarts.NEVER);
  }

  @Test
  void whatFailsNowAndThenGoesOnForEver() {
    long nowNs = 0;
    for (int i = 0; i < 100; i++) {
      assertThat(restarts.failed(nowNs)).isEqualTo(nowNs);
      nowNs += Restarts.WINDOW_NS + MS;
    }
  }
}
