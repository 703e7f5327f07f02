package io.ringcast.client.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenciesTest {
  @Test
  void quantilesAreWithinThreePercent() {
    Latencies latencies = new Latencies();
    for (int us = 1; us <= 100_000; us++) {
      latencies.record(us * 1_000L);
    }
    assertThat(latencies.quantileUs(0.5)).isCloseTo(50_000, within(1_600L));
    assertThat(latencies.quantileUs(0.99)).isCloseTo(99_000, within(3_200L));
    assertThat(latencies.count()).isEqualTo(100_000);
  }

  @Test
  void mergesAndClears() {
    Latencies one = new Latencies();
    Latencies other = new Latencies();
    other.record(7_000);
    one.add(other);
    assertThat(one.quantileUs(1)).isEqualTo(7);
    one.clear();
    assertThat(one.quantileUs(1)).isZero();
  }
}
