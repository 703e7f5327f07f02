package io.ringcast.sfu.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiveLogTest {
  private static final int VIDEO_CLOCK_HZ = 90_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void agreesWithANaiveModel(long seed) {
    Random random = new Random(seed);
    ReceiveLog log = new ReceiveLog(VIDEO_CLOCK_HZ);
    Set<Long> seen = new HashSet<>();
    long highest = Long.MIN_VALUE;
    long head = 65_000;
    for (int i = 0; i < 200_000; i++) {
      head += random.nextInt(100) == 0 ? random.nextInt(1_000) : random.nextInt(3);
      boolean retransmitted = random.nextInt(20) == 0;
      long sequence = Math.max(65_000, head - random.nextInt(retransmitted ? 3_000 : 4));
      ReceiveLog.Verdict expected = sequence <= highest - ReceiveLog.WINDOW && highest != Long.MIN_VALUE ? ReceiveLog.Verdict.TOO_OLD
        : seen.add(sequence) ? ReceiveLog.Verdict.NEW : ReceiveLog.Verdict.DUPLICATE;
      assertThat(log.receive((int) (sequence & 0xFFFF), retransmitted)).as("seed %d, packet %d", seed, i).isEqualTo(expected);
      assertThat(log.last() - sequence).as("seed %d, packet %d", seed, i).isEqualTo(1L << 16);
      highest = Math.max(highest, sequence);
    }
    assertThat(log.packets()).as("seed %d", seed).isEqualTo(seen.size());
  }

  @Test
  void reportsLossOfTheIntervalAndOfAllTime() {
    ReceiveLog log = new ReceiveLog(VIDEO_CLOCK_HZ);
    for (int sequence = 65_500; sequence < 65_700; sequence++) {
      if (sequence % 4 != 0) {
        log.receive(sequence & 0xFFFF, false);
      }
    }
    log.closeInterval();
    assertThat(log.cumulativeLost()).isEqualTo(49);
    assertThat(log.fractionLost()).isEqualTo((49 << 8) / 199);
    assertThat(log.reportedHighest()).isEqualTo(65_699);
    for (int sequence = 65_504; sequence < 65_700; sequence += 4) {
      log.receive(sequence & 0xFFFF, true);
    }
    for (int sequence = 65_700; sequence < 65_800; sequence++) {
      log.receive(sequence & 0xFFFF, false);
    }
    log.closeInterval();
    assertThat(log.cumulativeLost()).as("repair does not hide the path's loss").isEqualTo(49);
    assertThat(log.fractionLost()).isZero();
    assertThat(log.fractionLostAfterRepair()).isZero();
  }

  @Test
  void jitterSettlesAtTheMeanDistance() {
    ReceiveLog log = new ReceiveLog(VIDEO_CLOCK_HZ);
    for (int i = 0; i < 1_000; i++) {
      log.arrived(Math.multiplyExact(i, 3_000), (i * 3_000L + (i % 2) * 450L) * 1_000_000_000L / VIDEO_CLOCK_HZ);
    }
    assertThat(log.jitter()).isBetween(440, 460);
  }

  @Test
  void newSsrcGoesOnAboveTheOldOneAndKeepsTheLowBits() {
    ReceiveLog log = new ReceiveLog(VIDEO_CLOCK_HZ);
    log.receive(60_000, false);
    final long before = log.last();
    log.restart();
    assertThat(log.receive(12, false)).isEqualTo(ReceiveLog.Verdict.NEW);
    assertThat(log.last()).isGreaterThan(before);
    assertThat(log.last() & 0xFFFF).isEqualTo(12);
    assertThat(log.receive(10, false)).as("a packet before the first one").isEqualTo(ReceiveLog.Verdict.NEW);
    assertThat(log.last()).isGreaterThan(before);
  }

  @Test
  void aRetransmissionIsNeverFarAhead() {
    ReceiveLog log = new ReceiveLog(90_000);
    log.receive(1_000, false);
    assertThat(log.receive(1_000 + ReceiveLog.WINDOW + 1, true)).isEqualTo(ReceiveLog.Verdict.TOO_OLD);
    assertThat(log.receive(1_003, true)).isEqualTo(ReceiveLog.Verdict.NEW);
  }

  /** Ahead, behind, across the wrap-around; the second packet may be any neighbour of the first. */
  @ParameterizedTest
  @CsvSource({"50000, 1", "5000, 1", "60000, 1", "41000, -1", "41000, 16", "65530, 10"})
  void aJumpIsBelievedWithItsSecondPacket(int to, int further) {
    ReceiveLog log = new ReceiveLog(VIDEO_CLOCK_HZ);
    log.receive(20_000, false);
    log.receive(20_001, false);
    final long before = log.highest();
    assertThat(log.receive(to, false)).isEqualTo(ReceiveLog.Verdict.LEAP);
    assertThat(log.highest()).isEqualTo(before);
    assertThat(log.receive(to + further & 0xFFFF, false)).isEqualTo(ReceiveLog.Verdict.NEW);
    assertThat(log.last() & 0xFFFF).isEqualTo(to + further & 0xFFFF);
    assertThat(log.last()).isEqualTo(log.highest());
    assertThat(log.lowest()).isEqualTo(log.last() - Math.max(0, further)).isGreaterThan(before);
    assertThat(log.receive(to, true)).as("the first one, asked for again").isEqualTo(ReceiveLog.Verdict.NEW);
    log.closeInterval();
    assertThat(log.cumulativeLost()).as("only what lies between was lost").isEqualTo(Math.max(1, further) - 1);
  }

  @Test
  void oneStrayPacketMovesNothing() {
    ReceiveLog log = new ReceiveLog(VIDEO_CLOCK_HZ);
    log.receive(1_000, false);
    assertThat(log.receive(40_000, false)).isEqualTo(ReceiveLog.Verdict.LEAP);
    assertThat(log.receive(40_000, false)).as("twice").isEqualTo(ReceiveLog.Verdict.LEAP);
    assertThat(log.receive(1_001, false)).isEqualTo(ReceiveLog.Verdict.NEW);
    assertThat(log.receive(40_001, false)).as("numbers from near came between").isEqualTo(ReceiveLog.Verdict.LEAP);
    assertThat(log.receive(20_000, false)).isEqualTo(ReceiveLog.Verdict.LEAP);
    assertThat(log.receive(1_002, false)).isEqualTo(ReceiveLog.Verdict.NEW);
    log.closeInterval();
    assertThat(log.fractionLost()).isZero();
  }
}
