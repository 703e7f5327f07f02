package io.ringcast.sfu.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProbeMeasureTest {
  private static final long MS = 1_000_000;

  private final ProbeMeasure measure = new ProbeMeasure();

  /** Ten packets of 1,000 bytes, 2 ms apart when sent: 4 Mbit/s. */
  private long run(int id, double arrivalMs, int lost, double pathLoss) {
    for (int i = 0; i < 10; i++) {
      long arrival = i < lost ? PacketReports.LOST : (long) ((100 + i * arrivalMs) * MS);
      measure.onPacket(id, i * 2L * MS, arrival, 1_000);
    }
    return measure.result(true, pathLoss);
  }

  @Test
  void aFreePathShowsWhatWasSent() {
    assertThat(run(1, 2, 0, 0)).isEqualTo(4_000_000);
    assertThat(measure.result(true, 0)).as("told once").isEqualTo(ProbeMeasure.NOTHING);
  }

  @Test
  void aFullPathShowsALittleLessThanItLetThrough() {
    assertThat(run(1, 4, 0, 0)).isEqualTo(1_900_000);
  }

  @Test
  void tooFewPacketsShowNothingUnlessThePathLosesThemAnyway() {
    assertThat(run(1, 2, 3, 0)).isEqualTo(ProbeMeasure.NOTHING);
    assertThat(run(2, 2, 3, 0.3)).isPositive();
  }

  @Test
  void whatComesOutOfAQueueAtOnceShowsNothing() {
    assertThat(run(1, 0.2, 0, 0)).isEqualTo(ProbeMeasure.NOTHING);
    assertThat(run(2, 0, 0, 0)).isEqualTo(ProbeMeasure.NOTHING);
  }

  @Test
  void mediaWithoutAProbeIsNotMeasured() {
    assertThat(run(SentPackets.NO_PROBE, 2, 0, 0)).isEqualTo(ProbeMeasure.NOTHING);
  }

  @Test
  void itIsToldWhenItIsOver() {
    measure.onPacket(1, 0, 100 * MS, 1_000);
    assertThat(measure.result(false, 0)).isEqualTo(ProbeMeasure.NOTHING);
  }
}
