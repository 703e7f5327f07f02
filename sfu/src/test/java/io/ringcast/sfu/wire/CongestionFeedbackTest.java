package io.ringcast.sfu.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CongestionFeedbackTest {
  private static final long MS = 1_000_000;
  /** Two streams: 0xAA from 65535 on with three packets, 0xBB with one; the clock shows 3.5 s. */
  private static final String TWO_STREAMS =
    "8BCD0009 00000001 000000AA FFFF0003 8200 0000 FFFF 0000 000000BB 00050001 8000 0000 00038000";

  private final RtcpReader reader = new RtcpReader();
  private final CongestionFeedback feedback = new CongestionFeedback();

  private boolean read(String hex) {
    byte[] bytes = Hex.bytes(hex);
    return reader.wrap(bytes, 0, bytes.length) && reader.next() && feedback.read(reader);
  }

  @Test
  void packetsAreToldBySsrcAndNumber() {
    assertThat(read(TWO_STREAMS)).isTrue();
    assertThat(feedback.reportNs()).isEqualTo(3_500 * MS);
    assertThat(feedback.received()).isEqualTo(3);
    assertThat(feedback.arrivalOffsetNs(0xAA, 65_535)).isEqualTo(500 * MS);
    assertThat(feedback.arrivalOffsetNs(0xAA, 0)).isEqualTo(CongestionFeedback.LOST);
    assertThat(feedback.arrivalOffsetNs(0xAA, 1)).as("received, but when is not told").isEqualTo(CongestionFeedback.NOT_TOLD);
    assertThat(feedback.arrivalOffsetNs(0xAA, 2)).isEqualTo(CongestionFeedback.NOT_TOLD);
    assertThat(feedback.arrivalOffsetNs(0xBB, 5)).isZero();
    assertThat(feedback.arrivalOffsetNs(0xCC, 5)).isEqualTo(CongestionFeedback.NOT_TOLD);
  }

  @Test
  void theClockGoesOnAcrossItsCycle() {
    assertThat(read("8BCD0002 00000001 FFFF8000")).isTrue();
    long before = feedback.reportNs();
    assertThat(read("8BCD0002 00000001 00008000")).isTrue();
    assertThat(feedback.reportNs() - before).isEqualTo(1_000 * MS);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "8BCD0003 00000001 000000AA 00038000", "8BCD0004 00000001 000000AA 0005FFFF 00038000",
    "8BCD0004 00000001 000000AA 00050001 00038000", "8FCD0002 00000001 00038000",
  })
  void whatDoesNotAddUpIsRefused(String hex) {
    assertThat(read(hex)).isFalse();
  }
}
