package io.ringcast.sfu.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The basic test cases of RFC 8867 sections 5.1 to 5.8: a one-way delay of 50 ms, a queue of 300 ms that drops at its tail, jitter up to
 * 30 ms, media between 150 kbit/s and 1.5 Mbit/s (section 4). Where the figures leave it open a flow may use what there is.
 */
class Rfc8867Test {
  private static final long DELAY_MS = 50;
  private static final long JITTER_MS = 30;
  private static final long MBIT = 1_000_000;
  /** Another is tried with {@code -Dcongestion.seed}. */
  private static final long SEED = Long.getLong("congestion.seed", 8867);

  private Flows path(long rateBps, long queueMs) {
    Flows run = new Flows(SEED, rateBps, queueMs).between(150_000, 1_500_000);
    run.forward.jitter(JITTER_MS);
    run.backward.jitter(JITTER_MS);
    return run;
  }

  @Test
  void variableCapacitySingleFlow() {
    Flows run = path(MBIT, 300);
    run.forward.rateAt(40, 2_500_000).rateAt(60, 600_000).rateAt(80, MBIT);
    MediaFlow flow = run.media(DELAY_MS, 0, 99);
    run.run(100);
    String told = run.told("5.1", 10, 40) + run.told("5.1", 50, 60) + run.told("5.1", 65, 80) + run.told("5.1", 90, 99);
    assertThat(flow.delivered(10, 40)).as(told).isBetween(0.75 * MBIT, 1.0 * MBIT);
    assertThat(flow.delivered(50, 60)).as(told).isBetween(1.3 * MBIT, 1.6 * MBIT);
    assertThat(flow.delivered(65, 80)).as(told).isBetween(420_000.0, 600_000.0);
    assertThat(flow.delivered(90, 99)).as(told).isBetween(0.7 * MBIT, 1.0 * MBIT);
    assertThat(flow.waitMs(0.95, 10, 40)).as(told).isLessThan(100);
    assertThat(flow.lossShare()).as(told).isLessThan(0.02);
  }

  @Test
  void variableCapacityMultipleFlows() {
    Flows run = path(4 * MBIT, 300);
    run.forward.rateAt(25, 2 * MBIT).rateAt(50, 3_500_000).rateAt(75, MBIT).rateAt(100, 2 * MBIT);
    MediaFlow first = run.media(DELAY_MS, 0, 124);
    MediaFlow second = run.media(DELAY_MS, 0, 124);
    run.run(125);
    String told = run.told("5.2", 5, 25) + run.told("5.2", 30, 50) + run.told("5.2", 60, 75) + run.told("5.2", 80, 100)
      + run.told("5.2", 110, 124);
    assertThat(run.deliveredByAll(5, 25)).as(told).isGreaterThan(2.6 * MBIT);
    assertThat(run.deliveredByAll(30, 50)).as(told).isBetween(1.4 * MBIT, 2.0 * MBIT);
    assertThat(run.deliveredByAll(60, 75)).as(told).isGreaterThan(2.4 * MBIT);
    assertThat(run.deliveredByAll(80, 100)).as(told).isBetween(0.65 * MBIT, 1.0 * MBIT);
    assertThat(run.deliveredByAll(110, 124)).as(told).isGreaterThan(1.3 * MBIT);
    assertThat(first.delivered(5, 124) / second.delivered(5, 124)).as(told).isBetween(0.6, 1.7);
  }

  @Test
  void congestedFeedbackLink() {
    Flows run = path(2 * MBIT, 300);
    run.forward.rateAt(20, MBIT).rateAt(40, 500_000).rateAt(60, 2 * MBIT);
    run.backward.rate(2 * MBIT);
    run.backward.rateAt(35, 800_000).rateAt(70, 2 * MBIT);
    MediaFlow there = run.media(DELAY_MS, 0, 99);
    MediaFlow back = run.mediaBack(DELAY_MS, 0, 99);
    run.run(100);
    String told = run.told("5.3", 5, 20) + run.told("5.3", 25, 35) + run.told("5.3", 45, 60) + run.told("5.3", 70, 99);
    assertThat(there.delivered(5, 20)).as(told).isGreaterThan(1.2 * MBIT);
    assertThat(there.delivered(25, 35)).as(told).isBetween(0.65 * MBIT, MBIT * 1.0);
    assertThat(there.delivered(45, 60)).as(told).isBetween(300_000.0, 500_000.0);
    assertThat(there.delivered(70, 99)).as(told).isGreaterThan(1.2 * MBIT);
    assertThat(back.delivered(40, 70)).as(told).isBetween(500_000.0, 800_000.0);
    assertThat(back.delivered(80, 99)).as(told).isGreaterThan(1.1 * MBIT);
  }

  @Test
  void competingFlowsOfTheSameKind() {
    Flows run = path(3_500_000, 300);
    run.media(DELAY_MS, 0, 119);
    run.media(DELAY_MS, 20, 119);
    run.media(DELAY_MS, 40, 119);
    run.run(120);
    String told = run.told("5.4", 70, 119);
    double third = run.deliveredByAll(70, 119) / 3;
    assertThat(3 * third).as(told).isGreaterThan(0.75 * 3_500_000);
    for (MediaFlow flow : run.flows) {
      assertThat(flow.delivered(70, 119)).as(told).isBetween(0.6 * third, 1.4 * third);
    }
  }

  @Test
  void roundTripTimeFairness() {
    Flows run = path(4 * MBIT, 300);
    long[] delays = {10, 25, 50, 100, 150};
    for (int i = 0; i < delays.length; i++) {
      run.media(delays[i], 10L * i, 299);
    }
    run.run(300);
    String told = run.told("5.5", 100, 299);
    double fifth = run.deliveredByAll(100, 299) / 5;
    assertThat(5 * fifth).as(told).isGreaterThan(0.75 * 4 * MBIT);
    for (MediaFlow flow : run.flows) {
      assertThat(flow.delivered(100, 299)).as(told).isBetween(0.4 * fifth, 1.7 * fifth);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {300, 1_000})
  void besideALongTcpFlow(long queueMs) {
    Flows run = path(2 * MBIT, queueMs);
    MediaFlow media = run.media(DELAY_MS, 5, 119);
    TcpFlow tcp = run.tcp(DELAY_MS, 0, 119);
    run.run(120);
    String told = run.told("5.6, queue " + queueMs + " ms", 20, 119);
    double tcpBps = tcp.arrivedBytes() * 8 / 119.0;
    System.out.printf("congestion: %-28s TCP %.2f Mbit/s%n", "5.6, queue " + queueMs + " ms", tcpBps / 1e6);
    assertThat(media.delivered(20, 119)).as("%s; TCP %.0f bit/s", told, tcpBps).isGreaterThan(0.1 * 2 * MBIT);
    assertThat(tcpBps).as(told).isGreaterThan(0.1 * 2 * MBIT);
  }

  @Test
  void besideShortTcpFlows() {
    Flows run = path(2 * MBIT, 300);
    run.media(DELAY_MS, 5, 299);
    run.media(DELAY_MS, 5, 299);
    List<TcpFlow> shorts = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      TcpFlow flow = new TcpFlow(run.time, run.forward, DELAY_MS);
      shorts.add(flow);
      rest(run, flow);
    }
    run.run(300);
    String told = run.told("5.7", 20, 299);
    double tcpBps = shorts.stream().mapToLong(TcpFlow::arrivedBytes).sum() * 8 / 300.0;
    System.out.printf("congestion: %-28s TCP %.2f Mbit/s%n", "5.7", tcpBps / 1e6);
    assertThat(tcpBps).as(told).isGreaterThan(150_000);
    for (MediaFlow flow : run.flows) {
      assertThat(flow.delivered(20, 299)).as("the least that a flow sends, less what is lost; %s", told).isGreaterThan(120_000);
    }
  }

  /** Files of 100 kB to 1 MB, with rests of 10 s in the mean between them. */
  private static void rest(Flows run, TcpFlow flow) {
    long restNs = (long) (-Math.log(1 - run.random.nextDouble()) * 10e9);
    run.time.after(restNs, () -> flow.transfer(100_000 + run.random.nextInt(900_000), () -> rest(run, flow)));
  }

  @Test
  void pauseAndResume() {
    Flows run = path(3_500_000, 300);
    MediaFlow resting = run.media(DELAY_MS, 0, 119).pause(40, 60);
    run.media(DELAY_MS, 0, 119);
    run.media(DELAY_MS, 0, 119);
    run.run(120);
    String told = run.told("5.8", 10, 40) + run.told("5.8", 45, 60) + run.told("5.8", 70, 119);
    double third = run.deliveredByAll(70, 119) / 3;
    assertThat(run.deliveredByAll(45, 60)).as(told).isGreaterThan(2.3 * MBIT);
    assertThat(3 * third).as(told).isGreaterThan(0.75 * 3_500_000);
    assertThat(resting.delivered(70, 119)).as(told).isBetween(0.6 * third, 1.4 * third);
  }
}
