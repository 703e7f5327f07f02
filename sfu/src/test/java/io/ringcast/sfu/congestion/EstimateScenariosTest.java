package io.ringcast.sfu.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is promised of an estimate, in figures (docs/congestion.md). */
class EstimateScenariosTest {
  private static final long LINK = 4_000_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void itRisesToALinkWithinFiveSecondsWithoutAQueue(long seed) {
    Flows run = new Flows(seed, LINK);
    MediaFlow flow = run.media(25, 0, 30);
    String told = run.run(30).told("4 Mbit/s", 0, 30);
    assertThat(flow.secondsUntil(0, sample -> sample.estimateBps() >= 0.85 * LINK)).as(told).isLessThan(5);
    assertThat(flow.waitMs(1, 0, 30)).as(told).isLessThan(100);
    assertThat(flow.delivered(5, 30)).as(told).isGreaterThan(0.8 * LINK);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void itFollowsCapacityDownWithinASecondAndUpWithinTen(long seed) {
    Flows run = new Flows(seed, LINK);
    run.forward.rateAt(30, 1_000_000).rateAt(50, LINK);
    MediaFlow flow = run.media(25, 0, 80);
    String told = run.run(80).told("4, 1, 4 Mbit/s", 32, 50) + run.told("4, 1, 4 Mbit/s", 60, 80);
    assertThat(flow.secondsUntil(30, sample -> sample.estimateBps() <= 1_000_000)).as(told).isLessThan(1);
    assertThat(flow.delivered(35, 50)).as(told).isGreaterThan(750_000);
    assertThat(flow.secondsUntil(50, sample -> sample.estimateBps() >= 0.85 * LINK)).as(told).isLessThan(10);
    assertThat(flow.waitMs(0.95, 34, 50)).as(told).isLessThan(100);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void twoShareALink(long seed) {
    Flows run = new Flows(seed, LINK);
    MediaFlow first = run.media(25, 0, 120);
    MediaFlow second = run.media(25, 10, 120);
    String told = run.run(120).told("two on 4 Mbit/s", 60, 120);
    double half = run.deliveredByAll(60, 120) / 2;
    assertThat(first.delivered(60, 120)).as(told).isBetween(0.8 * half, 1.2 * half);
    assertThat(second.delivered(60, 120)).as(told).isBetween(0.8 * half, 1.2 * half);
    assertThat(2 * half).as(told).isGreaterThan(0.8 * LINK);
    assertThat(first.waitMs(0.95, 60, 120)).as(told).isLessThan(100);
  }

  @ParameterizedTest
  @CsvSource({"1, 100", "2, 100", "1, 300", "2, 300", "3, 300", "1, 1000", "2, 1000"})
  void besideTcpNeitherStarves(long seed, long queueMs) {
    Flows run = new Flows(seed, LINK, queueMs);
    MediaFlow media = run.media(25, 0, 120);
    TcpFlow tcp = run.tcp(25, 10, 120);
    String told = run.run(120).told("beside TCP, queue " + queueMs + " ms", 20, 120);
    double tcpBps = tcp.arrivedBytes() * 8 / 110.0;
    double least = queueMs > 300 ? LINK / 30.0 : LINK / 10.0;
    assertThat(media.delivered(20, 120)).as("%s; TCP %.0f bit/s", told, tcpBps).isGreaterThan(least);
    assertThat(tcpBps).as(told).isGreaterThan(LINK / 10.0);
  }

  @ParameterizedTest
  @CsvSource({"1, 0.02", "2, 0.1", "3, 0.2", "4, 0.2", "5, 0.4", "6, 0.4"})
  void randomLossIsNotTakenForCongestion(long seed, double loss) {
    Flows run = new Flows(seed, LINK).between(50_000, 2_000_000);
    run.forward.loss(loss);
    MediaFlow flow = run.media(25, 0, 60);
    String told = run.run(60).told("2 of 4 Mbit/s, loss " + loss, 20, 60);
    assertThat(flow.delivered(20, 60)).as(told).isGreaterThan(0.85 * (1 - loss) * 2_000_000);
  }

  @ParameterizedTest
  @CsvSource({"1, 0.1", "2, 0.2"})
  void aFullLinkThatLosesTooIsUsedAndNotFlooded(long seed, double loss) {
    Flows run = new Flows(seed, 2_000_000);
    run.forward.loss(loss);
    MediaFlow flow = run.media(25, 0, 60);
    String told = run.run(60).told("2 Mbit/s, loss " + loss, 20, 60);
    assertThat(flow.delivered(20, 60)).as(told).isGreaterThan(0.6 * (1 - loss) * 2_000_000);
    assertThat(flow.waitMs(0.95, 20, 60)).as(told).isLessThan(150);
  }

  @ParameterizedTest
  @CsvSource({"1, 150000", "2, 150000", "51, 150000", "1, 100000", "2, 100000", "1, 300000"})
  void aNarrowLinkStaysUsable(long seed, long rateBps) {
    Flows run = new Flows(seed, rateBps);
    MediaFlow flow = run.media(50, 0, 60);
    String told = run.run(60).told(rateBps / 1_000 + " kbit/s", 20, 60);
    assertThat(flow.delivered(20, 60)).as(told).isGreaterThan(0.6 * rateBps);
    assertThat(flow.waitMs(0.95, 20, 60)).as(told).isLessThan(150);
    assertThat(flow.lossShare()).as(told).isLessThan(0.1);
  }
}
