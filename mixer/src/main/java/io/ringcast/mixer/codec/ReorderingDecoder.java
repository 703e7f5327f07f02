package io.ringcast.mixer.codec;

import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Decodes H.264 whose pictures are shown in another order than they come: they leave in the order of showing, some later than they came.
 * Owned by one thread, freed by {@link #close}.
 */
public final class ReorderingDecoder implements AutoCloseable {
  /** A picture of 4K; larger ones are not decoded. */
  private static final long PIXELS_MAX = 4_096 * 2_304;
  private static final int BYTES_MAX = 8 << 20;

  private final CodecHandle handle;

  public ReorderingDecoder() throws CodecException {
    handle = CodecHandle.decoder("h264");
    handle.context().max_pixels(PIXELS_MAX);
    handle.open(Map.of());
  }

  /**
   * Takes one access unit between start codes; pictures that are due go to {@code out}, which has each until it returns, with the
   * {@code pts} of the unit it came in.
   *
   * @return false when no decoder can make sense of it
   */
  public boolean decode(byte[] unit, long pts, Consumer<AVFrame> out) {
    if (unit.length == 0 || unit.length > BYTES_MAX - AV_INPUT_BUFFER_PADDING_SIZE || av_new_packet(handle.packet(), unit.length) < 0) {
      return false;
    }
    handle.packet().data().put(unit, 0, unit.length);
    handle.packet().pts(pts);
    int sent = avcodec_send_packet(handle.context(), handle.packet());
    av_packet_unref(handle.packet());
    while (avcodec_receive_frame(handle.context(), handle.frame()) >= 0) {
      out.accept(handle.frame());
      av_frame_unref(handle.frame());
    }
    return sent >= 0;
  }

  @Override
  public void close() {
    handle.close();
  }
}
