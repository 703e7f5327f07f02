package io.ringcast.bench.contender;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoopAllocationTest {
  @Test
  void sumsTheLoopsOfAThreadDump() {
    assertThat(LoopAllocation.bytes("""
      "media-loop-0" #30 [71] prio=5 os_prio=0 cpu=12.25ms elapsed=9.10s allocated=3K defined_classes=9 tid=0x1 runnable [0x2]
         java.lang.Thread.State: RUNNABLE
      "main" #1 [70] prio=5 os_prio=0 cpu=800.00ms elapsed=9.90s allocated=70M defined_classes=900 tid=0x3 waiting
      "media-loop-1" #31 [72] prio=5 os_prio=0 cpu=11.25ms elapsed=9.10s allocated=2M defined_classes=9 tid=0x4 runnable [0x5]
      """)).isEqualTo(3 * 1_024 + 2 * 1_048_576);
  }
}
