package io.ringcast.sfu.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtcpReaderTest {
  private static final String SENDER_REPORT = "81C8000C 00000001 0102030405060708 0A0B0C0D 00000064 FFFFFFFF"
    + "000000AA 40 FFFFFE 00010005 00000007 11112222 00010000";
  private static final String RECEIVER_REPORT = "81C90007 00000002 000000BB 01 000003 00000009 00000000 00000000 00000000";
  private static final String SDES = "81CA0003 00000001 0103616263 000000";
  private static final String BYE = "82CB0002 00000005 00000006";
  private static final String NACK = "81CD0004 00000001 000000AA 000A8005 FFFF0001";
  private static final String PLI = "81CE0002 00000001 000000AA";
  private static final String FIR = "84CE0004 00000001 00000000 000000AA 09000000";
  private static final String REMB = "8FCE0005 00000001 00000000 52454D42 01060000 000000AA";
  private static final String PADDED_PLI = "A1CE0003 00000001 000000AA 00000004";

  /** A VoIP metrics block that is passed over, then a reference time. */
  private static final String REFERENCE_TIME = "80CF0006 00000001 00FF0001 CAFECAFE 04000002 0102030405060708";

  private final RtcpReader reader = new RtcpReader();
  private final ReportBlock block = new ReportBlock();

  @Test
  void walksACompound() {
    wrap(SENDER_REPORT + SDES + NACK + PLI + BYE);
    List<Integer> types = new ArrayList<>();
    while (reader.next()) {
      types.add(reader.packetType());
    }
    assertThat(types).containsExactly(200, 202, 205, 206, 203);
    assertThat(reader.packetType()).isZero();
    assertThat(reader.next()).isFalse();
  }

  @Test
  void readsAReferenceTimeBehindOtherBlocks() {
    first(REFERENCE_TIME);
    assertThat(reader.senderSsrc()).isEqualTo(1);
    assertThat(reader.referenceTime()).isEqualTo(0x0102030405060708L);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    NACK, "80CF0001 00000001", "80CF0004 00000001 04000003 0102030405060708", "80CF0004 00000001 04000001 01020304 05060708",
    "80CF0004 00000001 0400FFFF 0102030405060708", "80CF0004 00000001 00FF0001 CAFECAFE 04000002", "80CF0000"})
  void noReferenceTimeWhereTheBlockIsNotWhole(String packet) {
    first(packet);
    assertThat(reader.referenceTime()).isZero();
  }

  @Test
  void readsASenderReportAndItsBlock() {
    first(SENDER_REPORT);
    assertThat(reader.isSenderReport()).isTrue();
    assertThat(reader.senderSsrc()).isEqualTo(1);
    assertThat(reader.ntpTimestamp()).isEqualTo(0x0102030405060708L);
    assertThat(reader.rtpTimestamp()).isEqualTo(0x0A0B0C0D);
    assertThat(reader.packetCount()).isEqualTo(100);
    assertThat(reader.octetCount()).isEqualTo(0xFFFFFFFFL);
    assertThat(reader.reportBlockCount()).isEqualTo(1);
    assertThat(reader.reportBlock(1, block)).isFalse();
    assertThat(reader.reportBlock(0, block)).isTrue();
    assertThat(block.ssrc()).isEqualTo(0xAA);
    assertThat(block.fractionLost()).isEqualTo(64);
    assertThat(block.cumulativeLost()).isEqualTo(-2);
    assertThat(block.extendedHighestSequence()).isEqualTo(0x10005);
    assertThat(block.jitter()).isEqualTo(7);
    assertThat(block.lsr()).isEqualTo(0x11112222);
    assertThat(block.dlsr()).isEqualTo(0x10000);
  }

  @Test
  void readsAReceiverReport() {
    first(RECEIVER_REPORT);
    assertThat(reader.isSenderReport()).isFalse();
    assertThat(reader.ntpTimestamp()).isZero();
    assertThat(reader.reportBlock(0, block)).isTrue();
    assertThat(block.ssrc()).isEqualTo(0xBB);
    assertThat(block.cumulativeLost()).isEqualTo(3);
  }

  @Test
  void countsOnlyReportBlocksThatAreThere() {
    first("9FC90001 00000002");
    assertThat(reader.count()).isEqualTo(31);
    assertThat(reader.reportBlockCount()).isZero();
    assertThat(reader.reportBlock(0, block)).isFalse();
  }

  @Test
  void readsByes() {
    first(BYE);
    assertThat(reader.byeCount()).isEqualTo(2);
    assertThat(reader.byeSsrc(0)).isEqualTo(5);
    assertThat(reader.byeSsrc(1)).isEqualTo(6);
    assertThat(reader.byeSsrc(2)).isZero();
  }

  @Test
  void visitsNackedSequencesAcrossTheWrap() {
    first(NACK);
    List<Integer> sequences = new ArrayList<>();
    assertThat(reader.visitNackedSequences(sequences::add)).isEqualTo(6);
    assertThat(sequences).containsExactly(10, 11, 13, 26, 65535, 0);
    assertThat(reader.mediaSsrc()).isEqualTo(0xAA);
  }

  @Test
  void boundsTheSequencesOfOneNack() {
    first("81CD0066 00000001 000000AA" + "0000FFFF".repeat(100));
    assertThat(reader.visitNackedSequences(sequence -> { })).isEqualTo(RtcpReader.MAX_NACKED_SEQUENCES);
  }

  @Test
  void readsPictureRequests() {
    first(PLI);
    assertThat(reader.isPli()).isTrue();
    assertThat(reader.isFir()).isFalse();
    assertThat(reader.mediaSsrc()).isEqualTo(0xAA);
    first(FIR);
    assertThat(reader.isPli()).isFalse();
    assertThat(reader.firCount()).isEqualTo(1);
    assertThat(reader.firSsrc(0)).isEqualTo(0xAA);
    assertThat(reader.firSequence(0)).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource({
    "01060000,262144", "01000001,1", "0103FFFF,262143", "01040001,2", "01FC0000,0",
    "01B7FFFF,9223336852482686976", "01BBFFFF,9223372036854775807", "01FC0001,9223372036854775807",
  })
  void readsRembSaturating(String rate, long bitrateBps) {
    first(REMB.replace("01060000", rate));
    assertThat(reader.rembBitrateBps()).isEqualTo(bitrateBps);
  }

  @Test
  void paddingIsNotContent() {
    first(PADDED_PLI);
    assertThat(reader.isPli()).isTrue();
    assertThat(reader.packetLength()).isEqualTo(12);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "", "81C9", "41CE0002 00000001 000000AA", "81CE0003 00000001 000000AA", "81CE0002 00000001 000000AA 80",
    "A1CE0002 00000001 00000000", "A1CE0002 00000001 0000000C", PLI + "01CE0002 00000001 000000AA",
  })
  void refusesWhatDoesNotAddUp(String packet) {
    byte[] bytes = Hex.bytes(packet);
    assertThat(reader.wrap(bytes, 0, bytes.length)).isFalse();
  }

  @Test
  void survivesHostileBytes() {
    HostileBytes.feed(2, this::readEverything, Hex.bytes(SENDER_REPORT + SDES + NACK), Hex.bytes(RECEIVER_REPORT + FIR + REMB),
      Hex.bytes(BYE), Hex.bytes(PADDED_PLI));
  }

  private void readEverything(byte[] bytes, int offset, int length) {
    if (!reader.wrap(bytes, offset, length)) {
      return;
    }
    while (reader.next()) {
      assertThat(reader.packetOffset() + reader.packetLength()).isLessThanOrEqualTo(offset + length);
      assertThat(reader.octetCount()).isNotNegative();
      assertThat(reader.rembBitrateBps()).isGreaterThanOrEqualTo(-1);
      assertThat(reader.byeSsrc(reader.byeCount()) + reader.firSsrc(reader.firCount())).isZero();
      for (int i = 0; i < 32; i++) {
        assertThat(reader.firSequence(i)).isBetween(0, 255);
        assertThat(reader.byeSsrc(i) == 0 || i < reader.byeCount()).isTrue();
        if (reader.reportBlock(i, block)) {
          assertThat(block.fractionLost() + block.jitter() + Math.abs((long) block.dlsr())).isNotNegative();
        }
      }
      assertThat(reader.visitNackedSequences(sequence -> assertThat(sequence).isBetween(0, 65535)))
        .isBetween(0, RtcpReader.MAX_NACKED_SEQUENCES);
    }
  }

  private void first(String packet) {
    wrap(packet);
    assertThat(reader.next()).isTrue();
  }

  private void wrap(String packet) {
    byte[] bytes = Hex.bytes("FF" + packet);
    assertThat(reader.wrap(bytes, 1, bytes.length - 1)).isTrue();
  }
}
