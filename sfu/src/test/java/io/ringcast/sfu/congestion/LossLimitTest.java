package io.ringcast.sfu.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The loss of a path, as a function of what is sent into it, is told for what it is. */
class LossLimitTest {
  private static final long MS = 1_000_000;
  private static final int PACKET = 1_000;
  private static final long FLOOR = 40_000;
  private static final long RATE = 2_000_000;

  private final LossLimit limit = new LossLimit(FLOOR);
  private Random random = new Random(0);
  private long nowNs;

  /** Sends for some seconds what is allowed, up to 2 Mbit/s, and tells it as feedback would; the mean rate of the last half. */
  private double run(int seconds, long waitNs, DoubleUnaryOperator lossAt) {
    double sum = 0;
    int counted = 0;
    long endNs = nowNs + seconds * 1_000L * MS;
    long halfNs = (nowNs + endNs) / 2;
    while (nowNs < endNs) {
      long rate = Math.min(RATE, limit.limitBps());
      double loss = lossAt.applyAsDouble((double) rate);
      int packets = (int) Math.max(1, rate / 8 / 10 / PACKET);
      for (int i = 0; i < packets; i++) {
        limit.onPacket(nowNs + i * 100L * MS / packets, PACKET, random.nextDouble() >= loss, false);
      }
      nowNs += 100 * MS;
      limit.update(rate, waitNs, nowNs);
      sum += nowNs > halfNs ? rate : 0;
      counted += nowNs > halfNs ? 1 : 0;
    }
    return sum / counted;
  }

  @ParameterizedTest
  @CsvSource({"0.02, 1", "0.1, 2", "0.1, 3", "0.2, 4", "0.2, 5", "0.4, 6", "0.4, 7"})
  void whatAPathLosesAtAnyRateIsNotTakenForCongestion(double loss, long seed) {
    random = new Random(seed);
    double mean = run(60, 0, rate -> loss);
    assertThat(mean).as("seed %d", seed).isGreaterThan(0.85 * RATE);
    assertThat(limit.pathLoss()).as("seed %d", seed).isBetween(loss - 0.05, loss + 0.05);
  }

  @ParameterizedTest
  @CsvSource({"500000, 1", "1000000, 2", "1500000, 3"})
  void whatIsDroppedAboveACapacityLimitsToIt(long capacity, long seed) {
    random = new Random(seed);
    double mean = run(60, 0, rate -> Math.max(0, 1 - capacity / rate));
    assertThat(mean).as("seed %d", seed).isBetween(0.6 * capacity, 1.15 * capacity);
  }

  @Test
  void bothAtOnceAreToldApart() {
    random = new Random(8);
    double mean = run(60, 0, rate -> 1 - 0.85 * Math.min(1, 1_000_000 / rate));
    assertThat(mean).isBetween(600_000.0, 1_200_000.0);
    assertThat(limit.pathLoss()).isBetween(0.08, 0.25);
  }

  @Test
  void lossWithAQueueNeedsNoTest() {
    random = new Random(9);
    run(1, 100 * MS, rate -> 0.2);
    assertThat(limit.state()).isEqualTo(LossLimit.State.LIMITED);
    assertThat(limit.pathLoss()).isZero();
  }

  @Test
  void afterAnOutageItGrowsAgain() {
    run(5, 0, rate -> 1);
    assertThat(limit.limitBps()).isLessThan(RATE / 4);
    run(60, 0, rate -> 0);
    assertThat(limit.limitBps()).isGreaterThan(RATE);
  }

  @Test
  void thePathsOwnLossIsForgottenWhenItEnds() {
    random = new Random(10);
    run(30, 0, rate -> 0.2);
    run(10, 0, rate -> 0);
    assertThat(limit.pathLoss()).isLessThan(0.02);
    assertThat(limit.state()).isEqualTo(LossLimit.State.OPEN);
  }
}
