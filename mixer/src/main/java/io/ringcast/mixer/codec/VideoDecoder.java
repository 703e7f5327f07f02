package io.ringcast.mixer.codec;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_LOW_DELAY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.ringcast.sfu.api.Codec;
import java.util.Map;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Decodes one stream of video. Owned by one thread, freed by {@link #close}. */
public final class VideoDecoder implements AutoCloseable {
  /** A picture of 4K; larger ones are not decoded. */
  private static final long PIXELS_MAX = 4_096 * 2_304;
  /** No frame of any stream that the media plane carries is as large. */
  private static final int BYTES_MAX = 4 << 20;

  private final CodecHandle handle;
  private final AVFrame shown;
  private long pictures;
  private boolean closed;

  /** A decoder for what a publisher sends; H.265 is not decoded. */
  public VideoDecoder(Codec codec) throws CodecException {
    handle = CodecHandle.decoder(switch (codec) {
      case H264 -> "h264";
      case VP8 -> "vp8";
      case VP9 -> "vp9";
      case AV1 -> "libaom-av1";
      default -> throw new CodecException(codec.encodingName() + " is not decoded");
    });
    handle.context().flags(handle.context().flags() | AV_CODEC_FLAG_LOW_DELAY);
    handle.context().max_pixels(PIXELS_MAX);
    handle.open(Map.of());
    shown = av_frame_alloc();
  }

  /** Decodes one whole frame as its codec's bitstream has it. */
  public DecodeOutcome decode(byte[] data, int length, long pts) {
    if (length <= 0 || length > BYTES_MAX - AV_INPUT_BUFFER_PADDING_SIZE) {
      return DecodeOutcome.CORRUPT;
    }
    if (av_new_packet(handle.packet(), length) < 0) {
      return DecodeOutcome.CORRUPT;
    }
    handle.packet().data().put(data, 0, length);
    handle.packet().pts(pts);
    int sent = avcodec_send_packet(handle.context(), handle.packet());
    av_packet_unref(handle.packet());
    boolean got = false;
    // A frame may bring several pictures (layers of one stream): the last is the best.
    while (avcodec_receive_frame(handle.context(), handle.frame()) >= 0) {
      got = true;
      av_frame_unref(shown);
      av_frame_move_ref(shown, handle.frame());
    }
    if (got) {
      pictures++;
      return DecodeOutcome.FRAME;
    }
    return sent < 0 ? DecodeOutcome.CORRUPT : DecodeOutcome.NOTHING_YET;
  }

  /** The last picture, its decoder's until the next is decoded. */
  public AVFrame frame() {
    return shown;
  }

  /** How many pictures were decoded, which tells one from the next. */
  public long pictures() {
    return pictures;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      av_frame_free(shown);
      handle.close();
    }
  }
}
