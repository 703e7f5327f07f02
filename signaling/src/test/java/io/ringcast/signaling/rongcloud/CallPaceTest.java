package io.ringcast.signaling.rongcloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CallPaceTest {
  private final CallPace pace = new CallPace();

  private long allowed(String app, String call, long nowMs, int tries) {
    return LongStream.range(0, tries).filter(i -> pace.allows(app, call, nowMs)).count();
  }

  @Test
  void aSecondsWorthAtOnceAndThenAsTimeGoesBy() {
    assertThat(allowed("a", "x", 1_000, 500)).isEqualTo(CallPace.PER_SECOND);
    assertThat(allowed("a", "x", 1_100, 500)).isEqualTo(CallPace.PER_SECOND / 10);
    assertThat(allowed("a", "x", 60_000, 500)).isEqualTo(CallPace.PER_SECOND);
  }

  @Test
  void appsAndCallsDoNotWaitForEachOther() {
    assertThat(allowed("a", "x", 1_000, 500)).isEqualTo(CallPace.PER_SECOND);
    assertThat(allowed("b", "x", 1_000, 1)).isOne();
    assertThat(allowed("a", "y", 1_000, 1)).isOne();
  }
}
