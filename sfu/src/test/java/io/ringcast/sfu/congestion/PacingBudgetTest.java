package io.ringcast.sfu.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.MediaKind;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacingBudgetTest {
  private static final long MS = 1_000_000;
  private static final int PACKET = 1_000;

  private final PacingBudget budget = new PacingBudget();

  @Test
  void aBurstOfVideoIsSpreadOverTime() {
    budget.rate(1_000_000, 0);
    int sent = 0;
    for (long now = 0; now < 1_000 * MS; now += MS / 4) {
      while (budget.admits(MediaKind.VIDEO, PACKET, now)) {
        sent++;
      }
      assertThat(sent * PACKET).isLessThanOrEqualTo((int) (2.5 * 125_000 * now / (1_000 * MS)) + 12_500 + 2_400 + PACKET);
    }
    assertThat(sent * PACKET).isBetween(290_000, 330_000);
  }

  @Test
  void voiceNeverWaitsAndVideoWaitsForIt() {
    budget.rate(100_000, 0);
    for (int i = 0; i < 100; i++) {
      assertThat(budget.admits(MediaKind.AUDIO, 200, 0)).isTrue();
    }
    assertThat(budget.admits(MediaKind.VIDEO, PACKET, 0)).isFalse();
    long next = budget.nextNs(0);
    assertThat(next).isBetween(MS, 201 * MS);
    assertThat(budget.admits(MediaKind.VIDEO, PACKET, next + MS)).isTrue();
  }

  @Test
  void theCreditIsBoundedAndTimeMayStandStill() {
    Random random = new Random(3);
    budget.rate(2_000_000, 0);
    long now = 0;
    for (int i = 0; i < 10_000; i++) {
      now += random.nextInt(5) * 100L * MS;
      int burst = 0;
      while (budget.admits(MediaKind.VIDEO, PACKET, now)) {
        burst++;
      }
      assertThat(burst * PACKET).isLessThanOrEqualTo(25_000 + PACKET);
      assertThat(budget.admits(MediaKind.VIDEO, PACKET, now - MS)).as("an earlier moment").isFalse();
    }
  }
}
