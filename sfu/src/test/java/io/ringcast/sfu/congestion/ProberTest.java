package io.ringcast.sfu.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProberTest {
  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000 * MS;

  private final Prober prober = new Prober(10_000_000);
  private long nowNs = SECOND;

  private Probe next(long estimate) {
    prober.onSent(nowNs);
    return prober.next(estimate, true, nowNs);
  }

  @Test
  void itTriesThreeAndSixTimesTheStartAndThenTwiceWhatItFinds() {
    prober.want(4_000_000);
    long estimate = 300_000;
    List<Long> tried = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Probe probe = next(estimate);
      tried.add(probe.rateBps());
      assertThat(next(estimate)).as("one at a time").isNull();
      prober.onResult(probe.rateBps());
      estimate = i < 1 ? estimate : probe.rateBps();
      nowNs += 150 * MS;
    }
    assertThat(tried).containsExactly(900_000L, 1_800_000L, 3_600_000L, 4_800_000L);
    assertThat(next(4_800_000)).as("nothing more is of use").isNull();
  }

  @Test
  void triesThatShowNothingComeEverMoreRarely() {
    prober.want(8_000_000);
    List<Long> gaps = new ArrayList<>();
    long last = nowNs;
    for (; nowNs < 60 * SECOND; nowNs += 50 * MS) {
      Probe probe = next(1_000_000);
      if (probe != null) {
        gaps.add((nowNs - last) / MS);
        last = nowNs;
        prober.onResult(BandwidthEstimator.NO_RESULT);
      }
    }
    assertThat(gaps.subList(1, 4)).isSorted();
    assertThat(gaps.getLast()).isEqualTo(Prober.RAREST_NS / MS);
    assertThat(gaps).hasSizeLessThan(15);
  }

  @Test
  void aWishForMoreIsTriedSoon() {
    prober.want(2_000_000);
    for (; nowNs < 40 * SECOND; nowNs += 50 * MS) {
      if (next(1_500_000) != null) {
        prober.onResult(BandwidthEstimator.NO_RESULT);
      }
    }
    prober.want(6_000_000);
    long from = nowNs;
    while (next(1_500_000) == null) {
      nowNs += 50 * MS;
    }
    assertThat(nowNs - from).isLessThanOrEqualTo(Prober.FIRST_INTERVAL_NS);
  }

  @Test
  void afterARestWhatFittedIsTriedFirst() {
    prober.want(6_000_000);
    next(1_000_000);
    prober.onResult(BandwidthEstimator.NO_RESULT);
    nowNs += Prober.REST_NS + SECOND;
    Probe probe = next(1_000_000);
    assertThat(probe.rateBps()).isEqualTo(1_000_000);
  }

  @Test
  void nothingIsTriedWhileThePathIsFullOrNothingMoreIsWanted() {
    prober.want(6_000_000);
    prober.onSent(nowNs);
    assertThat(prober.next(1_000_000, false, nowNs)).isNull();
    prober.want(1_000_000);
    assertThat(prober.next(1_000_000, true, nowNs)).isNull();
  }

  @Test
  void aProbeThatIsNotAnsweredCountsAsOneThatShowedNothing() {
    prober.want(6_000_000);
    int begun = 0;
    for (; nowNs < 60 * SECOND; nowNs += 50 * MS) {
      begun += next(1_000_000) != null ? 1 : 0;
    }
    assertThat(begun).isBetween(5, 16);
  }

  @Test
  void itsCostIsSmall() {
    for (long estimate : new long[] {40_000, 150_000, 600_000, 3_000_000}) {
      Prober fresh = new Prober(100_000_000);
      fresh.want(100_000_000);
      fresh.onSent(nowNs);
      Probe probe = fresh.next(estimate, true, nowNs);
      assertThat(probe).isNotNull();
      assertThat(probe.bytes()).isLessThanOrEqualTo(Math.max(1_250, estimate * 6 / 8 / 50));
      assertThat(probe.paddingBytes()).isBetween(250, 1_000);
    }
  }
}
