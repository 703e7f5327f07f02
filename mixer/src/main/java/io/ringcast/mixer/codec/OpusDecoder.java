package io.ringcast.mixer.codec;

import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;

import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;

/** Decodes Opus to interleaved 48 kHz stereo, whatever was sent. Owned by one thread, freed by {@link #close}. */
public final class OpusDecoder implements AutoCloseable {
  private static final int SAMPLE_RATE = 48_000;
  private static final int CHANNELS = 2;
  /** The longest packet there is: RFC 6716 section 3.2.5. */
  public static final int FRAMES_MAX = 5_760;
  private static final int BYTES_MAX = 1_500;

  private final CodecHandle handle;
  private final float[] samples = new float[FRAMES_MAX * CHANNELS];

  public OpusDecoder() throws CodecException {
    handle = CodecHandle.decoder("libopus");
    handle.context().sample_rate(SAMPLE_RATE);
    av_channel_layout_default(handle.context().ch_layout(), CHANNELS);
    handle.context().request_sample_fmt(AV_SAMPLE_FMT_FLT);
    handle.open(Map.of());
  }

  /** Decodes one packet; the number of frames in {@link #samples}, 0 for what is none. */
  public int decode(byte[] data, int offset, int length) {
    if (length <= 0 || length > BYTES_MAX || av_new_packet(handle.packet(), length) < 0) {
      return 0;
    }
    handle.packet().data().put(data, offset, length);
    int sent = avcodec_send_packet(handle.context(), handle.packet());
    av_packet_unref(handle.packet());
    if (sent < 0 || avcodec_receive_frame(handle.context(), handle.frame()) < 0) {
      return 0;
    }
    int frames = Math.min(FRAMES_MAX, handle.frame().nb_samples());
    if (handle.frame().format() != AV_SAMPLE_FMT_FLT || handle.frame().ch_layout().nb_channels() != CHANNELS) {
      return 0;
    }
    new FloatPointer(handle.frame().data(0)).get(samples, 0, frames * CHANNELS);
    return frames;
  }

  /** What was decoded last, valid until the next. */
  public float[] samples() {
    return samples;
  }

  @Override
  public void close() {
    handle.close();
  }
}
