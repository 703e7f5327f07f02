package io.ringcast.client.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.wire.payload.H265Format;
import io.ringcast.sfu.wire.payload.PayloadFormat;
import io.ringcast.sfu.wire.payload.PayloadInfo;
import io.ringcast.sfu.wire.payload.Vp9Format;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoPayloadTest {
  @ParameterizedTest
  @CsvSource({
    "VP9, true, true, 640, 360", "VP9, true, false, 640, 360", "VP9, false, true, 640, 360", "H265, true, true, 1280, 720",
    "H265, true, true, 160, 90", "H265, true, true, 1920, 1088", "H265, true, false, 640, 360", "H265, false, true, 640, 360",
  })
  void forwardingReadsWhatIsWritten(String codec, boolean first, boolean keyframe, int width, int height) {
    byte[] bytes = new byte[300];
    int head = VideoPayload.of(codec).write(bytes, new VideoPayload.Part(77, first, false, keyframe, width, height));
    assertThat(head).isBetween(3, 100);
    PayloadFormat format = codec.equals("VP9") ? new Vp9Format() : new H265Format();
    PayloadInfo info = new PayloadInfo();
    assertThat(format.parse(bytes, 0, bytes.length, info)).isTrue();
    assertThat(info.frameStart).isEqualTo(first);
    assertThat(info.keyframe).isEqualTo(first && keyframe);
    assertThat(info.width).isEqualTo(first && keyframe ? width : 0);
    assertThat(info.height).isEqualTo(first && keyframe ? height : 0);
  }
}
