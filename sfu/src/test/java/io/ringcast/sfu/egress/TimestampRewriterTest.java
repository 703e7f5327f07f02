package io.ringcast.sfu.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.loop.LayerState;
import io.ringcast.sfu.wire.Ntp;
import org.junit.jupiter.api.Test;

class TimestampRewriterTest {
  private static final long MS = 1_000_000L;
  private final TimestampRewriter rewriter = new TimestampRewriter(90_000, 500);
  private final LayerState big = new LayerState();
  private final LayerState small = new LayerState();

  private static long ntp(long ms) {
    return Ntp.fromUnixNs(1_700_000_000_000_000_000L + ms * MS);
  }

  @Test
  void theFirstLayerIsMovedByTheStartOffset() {
    rewriter.resume(100_000);
    assertThat(rewriter.rewrite(100_000, 0)).isEqualTo(100_500);
    assertThat(rewriter.rewrite(103_000, 33 * MS)).isEqualTo(103_500);
  }

  @Test
  void senderReportsOfBothLayersDecideWhateverArrivalSays() {
    rewriter.rewrite(100_000, 0);
    big.clock(0, ntp(0), 100_000, 0);
    small.clock(0, ntp(1_000), 0xFFFF_FF00, 0);
    // The small layer's timestamp 0xFFFFFF00 stands for 1 s after the big one's 100,000.
    rewriter.align(big, small, 0xFFFF_FF00 + 9_000, 1_400 * MS);
    assertThat(rewriter.rewrite(0xFFFF_FF00 + 9_000, 1_400 * MS)).isEqualTo(100_500 + 90_000 + 9_000);
  }

  @Test
  void withoutReportsArrivalDecides() {
    rewriter.rewrite(100_000, 0);
    small.clock(0, ntp(0), 7, 0);
    rewriter.align(big, small, 42, 200 * MS);
    assertThat(rewriter.rewrite(42, 200 * MS)).isEqualTo(100_500 + 18_000);
  }

  @Test
  void implausibleReportsAreNotBelieved() {
    rewriter.rewrite(100_000, 0);
    big.clock(0, ntp(0), 100_000, 0);
    small.clock(0, ntp(3_000_000), 42, 0);
    rewriter.align(big, small, 42, 200 * MS);
    assertThat(rewriter.rewrite(42, 200 * MS)).isEqualTo(100_500 + 18_000);
    small.clock(0, 0, 42, 0);
    rewriter.align(big, small, 42, 200 * MS);
    assertThat(rewriter.rewrite(42, 200 * MS)).isGreaterThan(100_500 + 18_000);
  }

  @Test
  void aSwitchNeverGoesBack() {
    rewriter.rewrite(100_000, 0);
    big.clock(0, ntp(0), 100_000, 0);
    small.clock(0, ntp(0), 5_000, 0);
    rewriter.align(big, small, 2_000, 0);
    assertThat(rewriter.rewrite(2_000, 0)).isEqualTo(100_500 + 90);
  }
}
