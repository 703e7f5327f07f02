package io.ringcast.sfu.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.RtcpReader;
import org.junit.jupiter.api.Test;

/** RFC 8888 feedback tells the same as transport-wide feedback does. */
class FeedbackBySsrcTest {
  private static final long MS = 1_000_000;
  private static final int VOICE = 0xAA;
  private static final int VIDEO = 0xBB;

  private final SentPackets sent = new SentPackets();
  private final FeedbackIntake intake = new FeedbackIntake(sent, new PacketReports());
  private final byte[] bytes = new byte[40];

  /** Tells of three packets of video from 65,535 on and one of voice, the first 250 ms before the report at 4 s. */
  private void write(int lost) {
    int[] words = {0, 1, VIDEO, 0xFFFF_0003, 0x8100_80C0, 0x8080_0000, VOICE, 0x0005_0001, 0x8040_0000, 0x0004_0000};
    words[0] = 0x8BCD_0000 | words.length - 1;
    for (int i = 0; i < words.length; i++) {
      BigEndian.put32(bytes, 4 * i, words[i]);
    }
    if (lost >= 0) {
      BigEndian.put16(bytes, 16 + 2 * lost, 0);
    }
  }

  private boolean read(long nowNs) {
    RtcpReader reader = new RtcpReader();
    assertThat(reader.wrap(bytes, 0, bytes.length) && reader.next()).isTrue();
    return intake.read(reader, nowNs);
  }

  private void send() {
    sent.add(70, VIDEO, 65_535, 1_000, SentPackets.NO_PROBE, 10 * MS);
    sent.add(71, VIDEO, 0, 1_000, SentPackets.NO_PROBE, 11 * MS);
    sent.add(72, VOICE, 5, 100, SentPackets.NO_PROBE, 12 * MS);
    sent.add(73, VIDEO, 1, 1_000, 3, 13 * MS);
    sent.add(74, VIDEO, 2, 1_000, SentPackets.NO_PROBE, 14 * MS);
  }

  @Test
  void packetsOfAllStreamsComeInTheOrderOfSending() {
    send();
    write(-1);
    assertThat(read(100 * MS)).isTrue();
    PacketReports reports = intake.reports();
    assertThat(reports.count()).isEqualTo(4);
    long[] arrivals = {3_750 * MS, 4_000 * MS - 187_500_000L, 4_000 * MS - 62_500_000L, 4_000 * MS - 125 * MS};
    for (int i = 0; i < 4; i++) {
      assertThat(reports.arrivalNs(i)).isEqualTo(arrivals[i]);
      assertThat(reports.sentNs(i)).isEqualTo((10 + i) * MS);
    }
    assertThat(reports.probe(3)).isEqualTo(3);
    assertThat(read(110 * MS)).as("told before").isFalse();
  }

  @Test
  void whatIsLostIsToldLostAndLater() {
    send();
    write(1);
    read(100 * MS);
    assertThat(intake.reports().isReceived(1)).isFalse();
    write(-1);
    assertThat(read(200 * MS)).isTrue();
    assertThat(intake.reports().count()).isEqualTo(1);
    assertThat(intake.reports().isLate(0)).isTrue();
  }

  @Test
  void strangePacketsAreCounted() {
    write(-1);
    assertThat(read(100 * MS)).isFalse();
    assertThat(intake.faults(FeedbackFault.NEVER_SENT)).isEqualTo(4);
  }
}
