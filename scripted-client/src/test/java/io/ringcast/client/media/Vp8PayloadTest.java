package io.ringcast.client.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.wire.payload.PayloadInfo;
import io.ringcast.sfu.wire.payload.Vp8Format;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Vp8PayloadTest {
  @ParameterizedTest
  @CsvSource({"0, true, true", "1, true, false", "32767, false, true", "32768, false, false"})
  void isReadAsItWasMeant(int pictureId, boolean first, boolean keyframe) {
    byte[] bytes = new byte[100];
    int length = Vp8Payload.write(bytes, 0, pictureId, first, keyframe, 640, 360);
    assertThat(length).isEqualTo(!first ? 4 : keyframe ? 14 : 7);
    PayloadInfo info = new PayloadInfo();
    assertThat(new Vp8Format().parse(bytes, 0, bytes.length, info)).isTrue();
    assertThat(info.pictureId).isEqualTo(pictureId & 0x7FFF);
    assertThat(info.frameStart).isEqualTo(first);
    assertThat(info.keyframe).isEqualTo(first && keyframe);
    assertThat(info.width).isEqualTo(first && keyframe ? 640 : 0);
  }
}
