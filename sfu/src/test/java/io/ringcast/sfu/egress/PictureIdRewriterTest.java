package io.ringcast.sfu.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.wire.payload.PayloadInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureIdRewriterTest {
  private static final int FIRST = 0x7FFE;

  private static PayloadInfo picture(int id, int tl0, int frameNumber) {
    PayloadInfo info = new PayloadInfo();
    info.pictureId = id;
    info.pictureIdBits = 15;
    info.tl0PicIdx = tl0;
    info.frameNumber = frameNumber;
    return info;
  }

  @ParameterizedTest
  @CsvSource({"true, 2, VP8 closes up", "false, 0, VP9 keeps holes"})
  void picturesLeftOutCloseUpOnlyWhereAsked(boolean closesUp, int closed, String why) {
    PictureIdRewriter pictures = new PictureIdRewriter(closesUp, FIRST);
    pictures.startEpoch(picture(100, 5, PayloadInfo.ABSENT));
    int delta = pictures.pictureIdDelta();
    assertThat(delta).isEqualTo(FIRST - 100);
    pictures.forwarded(picture(100, 5, PayloadInfo.ABSENT), delta);
    pictures.leaveOut(picture(101, 5, PayloadInfo.ABSENT));
    pictures.leaveOut(picture(101, 5, PayloadInfo.ABSENT));
    pictures.leaveOut(picture(102, 5, PayloadInfo.ABSENT));
    assertThat(pictures.pictureIdDelta()).as(why).isEqualTo(delta - closed);
    assertThat(pictures.tl0Delta()).as("the base layer is never left out").isEqualTo(-5);
  }

  @Test
  void theNextEpochFollowsWhatWasForwarded() {
    PictureIdRewriter pictures = new PictureIdRewriter(true, FIRST);
    pictures.startEpoch(picture(100, 5, 65_000));
    pictures.forwarded(picture(101, 6, 65_003), pictures.pictureIdDelta());
    pictures.startEpoch(picture(7, 200, 12));
    assertThat((7 + pictures.pictureIdDelta()) & 0x7FFF).as("the one after 0x7FFF").isZero();
    assertThat(200 + pictures.tl0Delta() & 0xFF).isEqualTo(2);
    assertThat(12 + pictures.frameNumberDelta() & 0xFFFF).as("four frame numbers were used").isEqualTo(4);
  }
}
