package io.ringcast.sfu.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RtxPacketTest {
  private final RtpView view = new RtpView();

  @Test
  void unwrapsInPlace() {
    wrap("90 E1 0001 00000002 00000003 BEDE0001 10AA0000 1234 AABBCC");
    assertThat(RtxPacket.originalSequence(view)).isEqualTo(0x1234);
    assertThat(RtxPacket.unwrap(view, 0x77, 96)).isTrue();
    assertThat(Hex.string(view.bytes(), 0, view.length())).isEqualTo("90e01234" + "00000002" + "00000077" + "bede000110aa0000" + "aabbcc");
    assertThat(view.findExtension(1)).isTrue();
    assertThat(view.payloadLength()).isEqualTo(3);
  }

  @Test
  void dropsPadding() {
    wrap("A0 61 0001 00000002 00000003 1234 AA 000003");
    assertThat(RtxPacket.unwrap(view, 0x77, 96)).isTrue();
    assertThat(Hex.string(view.bytes(), 0, view.length())).isEqualTo("80601234" + "00000002" + "00000077" + "aa");
    assertThat(view.wrap(view.bytes(), 0, view.length())).isTrue();
  }

  @Test
  void paddingProbesHoldNoOriginal() {
    wrap("A0 61 0001 00000002 00000003 00 000003");
    assertThat(RtxPacket.originalSequence(view)).isEqualTo(-1);
    assertThat(RtxPacket.unwrap(view, 0x77, 96)).isFalse();
    assertThat(view.ssrc()).isEqualTo(3);
  }

  @Test
  void unwrapRestoresWhatWriteMade() {
    byte[] bytes = new byte[20];
    new RtpHeaderWriter().begin(bytes, 0, true, 97, 5, 6, 7);
    RtxPacket.writeOriginalSequence(bytes, 12, 0xABCD);
    assertThat(view.wrap(bytes, 0, 20)).isTrue();
    assertThat(RtxPacket.originalSequence(view)).isEqualTo(0xABCD);
  }

  private void wrap(String packet) {
    byte[] bytes = Hex.bytes(packet);
    assertThat(view.wrap(bytes, 0, bytes.length)).isTrue();
  }
}
