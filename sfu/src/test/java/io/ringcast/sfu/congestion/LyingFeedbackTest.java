package io.ringcast.sfu.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ringcast.sfu.wire.RtcpReader;
import io.ringcast.sfu.wire.RtcpWriter;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a receiver may say that is not true is bounded and counted. */
class LyingFeedbackTest {
  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000 * MS;
  private static final EstimatorSettings SETTINGS = new EstimatorSettings(600_000, 40_000, 5_000_000);

  private final SentPackets sent = new SentPackets();
  private final FeedbackIntake intake = new FeedbackIntake(sent, new PacketReports());
  private final PathEstimator estimator = new PathEstimator(SETTINGS);
  private final RtcpReader reader = new RtcpReader();
  private final RtcpWriter writer = new RtcpWriter();
  private final byte[] bytes = new byte[1_200];
  private final long[] ticks = new long[512];
  private long number;
  private int messages;

  private void send(int count, long nowNs) {
    for (int i = 0; i < count; i++) {
      sent.add(number, 7, (int) number & 0xFFFF, 1_000, SentPackets.NO_PROBE, nowNs + i * MS);
      estimator.onSent(nowNs + i * MS);
      number++;
    }
  }

  private boolean answer(long base, int count, long nowNs) {
    writer.reset(bytes, 0, bytes.length);
    assertThat(writer.twcc(1, 7, messages++ & 0xFF, (int) base & 0xFFFF, ticks, 0, count)).isEqualTo(count);
    return take(writer.length(), nowNs);
  }

  private boolean take(int length, long nowNs) {
    assertThat(reader.wrap(bytes, 0, length) && reader.next()).isTrue();
    boolean news = intake.read(reader, nowNs);
    if (news) {
      estimator.onReports(intake.reports(), nowNs);
    }
    return news;
  }

  @Test
  void everythingReceivedInNoTimeRaisesToTheCeilingAtMost() {
    for (long now = SECOND; now < 120 * SECOND; now += 100 * MS) {
      send(80, now);
      Arrays.fill(ticks, now / 250_000);
      answer(number - 80, 80, now + 90 * MS);
      assertThat(estimator.rateBps(now)).isBetween(SETTINGS.floorBps(), SETTINGS.ceilingBps());
    }
  }

  @Test
  void nothingReceivedLowersToWhatComesThrough() {
    for (long now = SECOND; now < 60 * SECOND; now += 100 * MS) {
      send(20, now);
      Arrays.fill(ticks, -1);
      ticks[0] = now / 250_000;
      answer(number - 20, 20, now + 90 * MS);
    }
    assertThat(estimator.rateBps(60 * SECOND)).as("one packet of twenty is 80 kbit/s").isLessThan(120_000);
  }

  @Test
  void packetsThatWereNeverSentAreCountedAndLeftOut() {
    send(10, SECOND);
    Arrays.fill(ticks, 4_000);
    assertThat(answer(0, 30, SECOND + 50 * MS)).isTrue();
    assertThat(intake.reports().count()).isEqualTo(10);
    assertThat(intake.faults(FeedbackFault.NEVER_SENT)).isEqualTo(20);
  }

  @Test
  void forgottenPacketsAreCounted() {
    send(SentPackets.FEWEST + 100, SECOND);
    Arrays.fill(ticks, 4_000);
    assertThat(answer(0, 50, 6 * SECOND)).isFalse();
    assertThat(intake.faults(FeedbackFault.FORGOTTEN)).isEqualTo(50);
  }

  @Test
  void aClockThatRunsBackwardsIsNotBelieved() {
    send(10, 100 * SECOND);
    Arrays.fill(ticks, 400_000);
    assertThat(answer(0, 5, 100 * SECOND)).isTrue();
    Arrays.fill(ticks, 300_000);
    assertThat(answer(5, 5, 100 * SECOND + 100 * MS)).isFalse();
    assertThat(intake.faults(FeedbackFault.CLOCK_LEAPT)).isEqualTo(1);
    assertThat(answer(5, 5, 100 * SECOND + 200 * MS)).as("it goes on from there").isTrue();
  }

  @Test
  void tenThousandReportsASecondAreReadAtTheAllowedPace() {
    send(400, SECOND);
    long now = SECOND;
    for (int i = 0; i < 50_000; i++) {
      now += SECOND / 10_000;
      Arrays.fill(ticks, now / 250_000);
      answer(i % 400, 1, now);
    }
    long read = 50_000 - intake.faults(FeedbackFault.TOO_MANY);
    assertThat(read).isBetween(5L * FeedbackIntake.MESSAGES_PER_SECOND, 6L * FeedbackIntake.MESSAGES_PER_SECOND + 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 39_999})
  void aReceiverThatWantsNothingGetsTheFloor(long bps) {
    estimator.onRemb(bps, SECOND);
    assertThat(estimator.rateBps(SECOND)).isEqualTo(SETTINGS.floorBps());
    assertThat(estimator.why(SECOND).cause()).isEqualTo(Estimate.Cause.REMB);
  }

  @Test
  void aReceiverThatWantsEverythingGetsWhatIsKnownToFit() {
    estimator.onRemb(Long.MAX_VALUE, SECOND);
    assertThat(estimator.rateBps(SECOND)).isEqualTo(SETTINGS.startBps());
    estimator.onRemb(0, SECOND);
    assertThat(estimator.rateBps(60 * SECOND)).as("its word does not hold for ever").isEqualTo(SETTINGS.startBps());
  }

  @Test
  void aReceiverThatNeverAnswersGetsLessAndLess() {
    send(1, SECOND);
    assertThat(estimator.rateBps(SECOND + 900 * MS)).isEqualTo(SETTINGS.startBps());
    assertThat(estimator.rateBps(SECOND + 2_500 * MS)).isEqualTo(SETTINGS.startBps() / 4);
    for (int second = 2; second < 60; second++) {
      estimator.onSent(second * SECOND);
    }
    assertThat(estimator.why(60 * SECOND).cause()).isEqualTo(Estimate.Cause.SILENCE);
    assertThat(estimator.rateBps(60 * SECOND)).isEqualTo(SETTINGS.floorBps());
  }

  @Test
  void aPathThatNothingIsSentIntoIsTriedAnewAfterAWhile() {
    estimator.onSent(SECOND);
    assertThat(estimator.rateBps(7 * SECOND)).isEqualTo(SETTINGS.floorBps());
    assertThat(estimator.rateBps(10 * SECOND)).isEqualTo(SETTINGS.startBps());
    estimator.onSent(10 * SECOND);
    assertThat(estimator.rateBps(10 * SECOND + 900 * MS)).isEqualTo(SETTINGS.startBps());
    assertThat(estimator.rateBps(12 * SECOND)).isLessThan(SETTINGS.startBps());
  }

  @Test
  void anyBytesLeaveItWithinItsBounds() {
    Random random = new Random(31);
    for (int i = 0; i < 20_000; i++) {
      long now = SECOND + i * 10L * MS;
      send(random.nextInt(4), now);
      random.nextBytes(bytes);
      int words = 3 + random.nextInt(30);
      bytes[0] = (byte) (random.nextBoolean() ? 0x8F : 0x8B);
      bytes[1] = (byte) 205;
      bytes[2] = 0;
      bytes[3] = (byte) (words - 1);
      bytes[12] = (byte) (number >> 8);
      take(words * 4, now);
      assertThat(estimator.rateBps(now)).as("message %d", i).isBetween(SETTINGS.floorBps(), SETTINGS.ceilingBps());
    }
    assertThat(intake.faults(FeedbackFault.MALFORMED)).isPositive();
  }

  @Test
  void sendingAndReadingFeedbackAllocateNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long now = SECOND;
    long before = 0;
    for (int round = 0; round < 4_000; round++) {
      if (round == 1_000) {
        before = threads.getCurrentThreadAllocatedBytes();
      }
      now += 100 * MS;
      send(20, now);
      for (int i = 0; i < 20; i++) {
        ticks[i] = (now + i * MS) / 250_000;
      }
      writer.reset(bytes, 0, bytes.length);
      writer.twcc(1, 7, messages++ & 0xFF, (int) (number - 20) & 0xFFFF, ticks, 0, 20);
      reader.wrap(bytes, 0, writer.length());
      reader.next();
      if (intake.read(reader, now)) {
        estimator.onReports(intake.reports(), now);
      }
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20_000);
  }
}
