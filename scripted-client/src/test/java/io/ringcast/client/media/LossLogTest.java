package io.ringcast.client.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LossLogTest {
  private static final long MS = 1_000_000L;
  private final LossLog log = new LossLog();

  @Test
  void asksForAGapUntilItIsFilled() {
    log.arrived(65_536, 0);
    log.arrived(65_539, 0);
    assertThat(log.due(5 * MS, 10)).as("reordering gets a moment").isEmpty();
    assertThat(log.due(10 * MS, 10)).containsExactly(65_537L, 65_538L);
    assertThat(log.due(11 * MS, 10)).as("not asked twice at once").isEmpty();
    assertThat(log.arrived(65_537, 20 * MS)).isTrue();
    assertThat(log.due(80 * MS, 10)).containsExactly(65_538L);
    assertThat(log.missing()).isEqualTo(1);
    assertThat(log.expected()).isEqualTo(4);
  }

  @Test
  void tellsDuplicates() {
    assertThat(log.arrived(65_540, 0)).isTrue();
    assertThat(log.arrived(65_540, 0)).isFalse();
  }

  @Test
  void givesUpInTheEnd() {
    log.arrived(65_536, 0);
    log.arrived(65_538, 0);
    for (int i = 0; i < 30; i++) {
      log.due(i * MS * 100, 10);
    }
    assertThat(log.missing()).isZero();
    assertThat(log.givenUp()).isEqualTo(1);
  }
}
