package io.ringcast.calls.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllowanceTest {
  private final Allowance allowance = new Allowance();

  @Test
  void soMuchAtOnceAndThenOneAfterTheOther() {
    for (int i = 0; i < Allowance.AT_ONCE; i++) {
      assertThat(allowance.take(1_000)).isTrue();
    }
    assertThat(allowance.take(1_000)).isFalse();
    assertThat(allowance.take(1_000 + Allowance.ANOTHER_AFTER_MS)).isTrue();
    assertThat(allowance.take(1_000 + Allowance.ANOTHER_AFTER_MS)).isFalse();
  }

  @Test
  void whoGoesOnIsExhausted() {
    for (int i = 0; i < Allowance.AT_ONCE + Allowance.REFUSED_MAX; i++) {
      boolean _ = allowance.take(0);
    }
    assertThat(allowance.exhausted()).isFalse();
    assertThat(allowance.take(0)).isFalse();
    assertThat(allowance.exhausted()).isTrue();
    assertThat(allowance.take(60_000)).isTrue();
    assertThat(allowance.exhausted()).isFalse();
  }
}
