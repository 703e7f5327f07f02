package io.ringcast.mixer.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_DEFAULT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import io.ringcast.mixer.picture.Pixels;
import io.ringcast.mixer.picture.Picture;
import io.ringcast.sfu.api.Codec;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an H.264 stream says of its colours, and what a player sees who believes it. */
class StreamColorsTest {
  /** A picture so large that a player which is told nothing takes it for BT.709. */
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 720;
  private static final int ONE = 1 << 16;

  private static VideoDecoder decoded(int rgb, VideoEncoder.Colors colors) throws CodecException {
    VideoDecoder decoder = new VideoDecoder(Codec.H264);
    VideoFormat format = new VideoFormat(Codec.H264, WIDTH, HEIGHT, 30, 2_000_000, 0);
    try (VideoEncoder encoder = new VideoEncoder(format, colors); Picture picture = Pixels.plain(WIDTH, HEIGHT, rgb)) {
      EncodedFrame frame = encoder.encode(picture, 0, true);
      assertThat(frame).isNotNull();
      assertThat(decoder.decode(frame.data(), frame.data().length, 0)).isEqualTo(DecodeOutcome.FRAME);
    }
    return decoder;
  }

  /** The colour in the middle, by these coefficients. */
  private static int rgb(AVFrame frame, int space) {
    AVFrame shown = av_frame_alloc();
    shown.format(AV_PIX_FMT_RGB24);
    shown.width(WIDTH);
    shown.height(HEIGHT);
    assertThat(av_frame_get_buffer(shown, 0)).isZero();
    SwsContext scaler = sws_getContext(
      WIDTH, HEIGHT, AV_PIX_FMT_YUV420P, WIDTH, HEIGHT, AV_PIX_FMT_RGB24, SWS_BILINEAR, null, null, (DoublePointer) null);
    assertThat(sws_setColorspaceDetails(scaler, sws_getCoefficients(space), 0, sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, ONE, ONE))
      .isNotNegative();
    sws_scale(scaler, frame.data(), frame.linesize(), 0, HEIGHT, shown.data(), shown.linesize());
    long at = (long) HEIGHT / 2 * shown.linesize(0) + WIDTH / 2 * 3;
    int seen = 0;
    for (int part = 0; part < 3; part++) {
      seen = seen * 256 + (shown.data(0).get(at + part) & 0xFF);
    }
    sws_freeContext(scaler);
    av_frame_free(shown);
    return seen;
  }

  @ParameterizedTest
  @ValueSource(ints = {0xC83232, 0x32A050, 0x3264C8, 0xF0C020, 0x808080})
  void aPlayerThatBelievesWhatIsSaidSeesWhatWasDrawn(int rgb) throws CodecException {
    try (VideoDecoder decoder = decoded(rgb, VideoEncoder.Colors.BT601)) {
      AVFrame frame = decoder.frame();
      assertThat(frame.colorspace()).isEqualTo(AVCOL_SPC_SMPTE170M);
      assertThat(frame.color_range()).isEqualTo(AVCOL_RANGE_MPEG);
      assertThat(Pixels.distance(rgb(frame, frame.colorspace()), rgb)).as("%06x", rgb(frame, frame.colorspace())).isLessThanOrEqualTo(6);
    }
  }

  @Test
  void aPlayerThatIsToldNothingMaySeeAnother() throws CodecException {
    try (VideoDecoder decoder = decoded(0xC83232, VideoEncoder.Colors.UNSAID)) {
      assertThat(decoder.frame().colorspace()).isEqualTo(AVCOL_SPC_UNSPECIFIED);
      assertThat(Pixels.distance(rgb(decoder.frame(), AVCOL_SPC_BT709), 0xC83232)).isGreaterThan(10);
    }
  }
}
