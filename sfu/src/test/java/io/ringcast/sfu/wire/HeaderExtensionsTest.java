package io.ringcast.sfu.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeaderExtensionsTest {
  @Test
  void audioLevel() {
    assertThat(AudioLevel.level(Hex.bytes("FF9E"), 1, 1)).isEqualTo(30);
    assertThat(AudioLevel.voice(Hex.bytes("9E"), 0, 1)).isTrue();
    assertThat(AudioLevel.voice(Hex.bytes("1E"), 0, 1)).isFalse();
    assertThat(AudioLevel.level(new byte[0], 0, 0)).isEqualTo(-1);
    assertThat(AudioLevel.value(30, true)).isEqualTo(0x9E);
    assertThat(AudioLevel.value(500, false)).isEqualTo(127);
  }

  @Test
  void absSendTime() {
    assertThat(AbsSendTime.ticks(Hex.bytes("040000"), 0, 3)).isEqualTo(1 << 18);
    assertThat(AbsSendTime.ticks(Hex.bytes("0400"), 0, 2)).isEqualTo(-1);
    assertThat(AbsSendTime.fromNs(1_500_000_000L)).isEqualTo(0x060000);
    assertThat(AbsSendTime.fromNs(65_000_000_000L)).isEqualTo(0x040000);
  }

  @Test
  void transportSequence() {
    assertThat(TransportSequence.sequence(Hex.bytes("FFFE"), 0, 2)).isEqualTo(65534);
    assertThat(TransportSequence.sequence(Hex.bytes("FF"), 0, 1)).isEqualTo(-1);
  }

  @Test
  void absCaptureTime() {
    byte[] bytes = Hex.bytes("0000000100000002 FFFFFFFFFFFFFFFF");
    assertThat(AbsCaptureTime.ntpTimestamp(bytes, 0, 8)).isEqualTo(0x1_0000_0002L);
    assertThat(AbsCaptureTime.clockOffset(bytes, 0, 8)).isZero();
    assertThat(AbsCaptureTime.clockOffset(bytes, 0, 16)).isEqualTo(-1);
    assertThat(AbsCaptureTime.ntpTimestamp(bytes, 0, 7)).isZero();
  }

  @Test
  void videoOrientation() {
    assertThat(VideoOrientation.rotationDegrees(Hex.bytes("0F"), 0, 1)).isEqualTo(270);
    assertThat(VideoOrientation.flipped(Hex.bytes("04"), 0, 1)).isTrue();
    assertThat(VideoOrientation.backCamera(Hex.bytes("04"), 0, 1)).isFalse();
    assertThat(VideoOrientation.backCamera(Hex.bytes("08"), 0, 1)).isTrue();
    assertThat(VideoOrientation.rotationDegrees(new byte[0], 0, 0)).isZero();
  }

  @Test
  void playoutDelay() {
    byte[] bytes = Hex.bytes("00A064");
    assertThat(PlayoutDelay.minMs(bytes, 0, 3)).isEqualTo(100);
    assertThat(PlayoutDelay.maxMs(bytes, 0, 3)).isEqualTo(1000);
    assertThat(PlayoutDelay.maxMs(bytes, 0, 2)).isEqualTo(-1);
    assertThat(PlayoutDelay.value(100, 1000)).isEqualTo(0x00A064);
  }

  @Test
  void rtcpIsKnownByItsSecondByte() {
    assertThat(Rtcp.looksLikeRtcp(Hex.bytes("80C80000"), 0, 4)).isTrue();
    assertThat(Rtcp.looksLikeRtcp(Hex.bytes("80DF0000"), 0, 4)).isTrue();
    assertThat(Rtcp.looksLikeRtcp(Hex.bytes("80E00000"), 0, 4)).isFalse();
    assertThat(Rtcp.looksLikeRtcp(Hex.bytes("80600000"), 0, 4)).isFalse();
    assertThat(Rtcp.looksLikeRtcp(Hex.bytes("80C800"), 0, 3)).isFalse();
  }
}
