package io.ringcast.sfu.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.congestion.DelayTrend.Usage;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DelayTrendTest {
  private static final long MS = 1_000_000;
  private static final long STEP = 20 * MS;

  private final DelayTrend trend = new DelayTrend();

  @Test
  void anEvenPathIsSteady() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(trend.onGroup(STEP, STEP)).isEqualTo(Usage.STEADY);
    }
  }

  @Test
  void jitterIsNoTrend() {
    Random random = new Random(4);
    long last = 0;
    int overused = 0;
    for (int i = 0; i < 3_000; i++) {
      long jitter = (long) (Math.abs(random.nextGaussian()) * 5 * MS);
      overused += trend.onGroup(STEP, Math.max(0, STEP + jitter - last)) == Usage.OVERUSED ? 1 : 0;
      last = jitter;
    }
    assertThat(overused).isLessThan(30);
  }

  @Test
  void aGrowingQueueIsSeenWithinHalfASecondAndAnEmptyingOneToo() {
    for (int i = 0; i < 50; i++) {
      trend.onGroup(STEP, STEP);
    }
    int until = 0;
    while (trend.usage() != Usage.OVERUSED) {
      trend.onGroup(STEP, STEP + 5 * MS);
      assertThat(++until).isLessThan(25);
    }
    until = 0;
    while (trend.usage() != Usage.UNDERUSED) {
      trend.onGroup(STEP, STEP - 5 * MS);
      assertThat(++until).isLessThan(40);
    }
  }

  @Test
  void theThresholdFollowsWhatOthersDo() {
    double before = trend.thresholdMs();
    for (int i = 0; i < 100; i++) {
      trend.onGroup(STEP, STEP + STEP / 12);
    }
    assertThat(trend.thresholdMs()).isGreaterThan(before);
    for (int i = 0; i < 2_000; i++) {
      trend.onGroup(STEP, STEP);
    }
    assertThat(trend.thresholdMs()).isLessThan(before);
  }
}
