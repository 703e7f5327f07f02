package io.ringcast.sfu.wire.payload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpusFormatTest {
  private final OpusFormat format = new OpusFormat();
  private final PayloadInfo info = new PayloadInfo();

  @Test
  void everyPacketStartsAFrameADecoderCanTake() {
    info.pictureId = 5;
    assertThat(format.parse(new byte[] {1}, 0, 1, info)).isTrue();
    assertThat(info.frameStart).isTrue();
    assertThat(info.keyframe).isTrue();
    assertThat(info.pictureId).isEqualTo(PayloadInfo.ABSENT);
  }

  @Test
  void anEmptyPayloadIsMalformed() {
    assertThat(format.parse(new byte[0], 0, 0, info)).isFalse();
    assertThat(info.keyframe).isFalse();
  }

  @Test
  void nothingIsRewritten() {
    byte[] bytes = {(byte) 0x90, (byte) 0x80, 1, 2};
    format.rewrite(bytes, 0, 4, 1, 1);
    assertThat(bytes).containsExactly(0x90, 0x80, 1, 2);
  }
}
