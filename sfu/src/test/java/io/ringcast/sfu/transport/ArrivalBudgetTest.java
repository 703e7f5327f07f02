package io.ringcast.sfu.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArrivalBudgetTest {
  private static final long SECOND = 1_000_000_000L;

  private final ArrivalBudget budget = new ArrivalBudget();

  private int taken(int asked, long nowNs) {
    int taken = 0;
    for (int i = 0; i < asked; i++) {
      taken += budget.take(nowNs) ? 1 : 0;
    }
    return taken;
  }

  @Test
  void aBurstPassesAndThenTheRate() {
    assertThat(taken(10_000, SECOND)).isEqualTo(ArrivalBudget.BURST_PACKETS);
    assertThat(taken(10, SECOND)).isZero();
    int inASecond = 0;
    for (int ms = 1; ms <= 1_000; ms++) {
      inASecond += taken(100, SECOND + ms * 1_000_000L);
    }
    assertThat(inASecond).isEqualTo(ArrivalBudget.PACKETS_PER_SECOND);
    assertThat(taken(10_000, 100 * SECOND)).as("saved up to a burst").isEqualTo(ArrivalBudget.BURST_PACKETS);
  }

  @Test
  void timeThatStandsStillGivesNothing() {
    assertThat(taken(ArrivalBudget.BURST_PACKETS, -SECOND)).isEqualTo(ArrivalBudget.BURST_PACKETS);
    assertThat(taken(1, -SECOND)).isZero();
    assertThat(taken(1, -2 * SECOND)).isZero();
  }
}
