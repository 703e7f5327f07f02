package io.ringcast.mixer.codec;

import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import java.util.Map;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** Decodes raw AAC frames to interleaved 48 kHz stereo, whatever rate and channels they have. Owned by one thread, freed by close. */
public final class AacDecoder implements AutoCloseable {
  private static final int SAMPLE_RATE = 48_000;
  private static final int CHANNELS = 2;
  /** A frame of twice 1,024 samples at the lowest rate, and what the resampler held back. */
  private static final int FRAMES_MAX = 16_384;
  /** ISO/IEC 13818-7 section 8.2.2: 6,144 bits for each of eight channels. */
  private static final int BYTES_MAX = 6_144;

  private final CodecHandle handle;
  private final AVChannelLayout stereo = new AVChannelLayout();
  private final FloatPointer out = new FloatPointer((long) FRAMES_MAX * CHANNELS);
  private final PointerPointer<FloatPointer> outs = new PointerPointer<>(1);
  private final float[] samples = new float[FRAMES_MAX * CHANNELS];
  private @Nullable SwrContext resampler;
  private int rate;
  private int channels;
  private int format;

  /** A decoder of frames that were encoded with this AudioSpecificConfig. */
  public AacDecoder(byte[] config) throws CodecException {
    handle = CodecHandle.decoder("aac");
    BytePointer extra = new BytePointer(av_mallocz(config.length + AV_INPUT_BUFFER_PADDING_SIZE));
    extra.put(config, 0, config.length);
    handle.context().extradata(extra);
    handle.context().extradata_size(config.length);
    handle.open(Map.of());
    av_channel_layout_default(stereo, CHANNELS);
    outs.put(0, out);
  }

  /** Decodes one frame; the number of frames in {@link #samples}, 0 for what is none. */
  public int decode(byte[] data) {
    if (data.length == 0 || data.length > BYTES_MAX || av_new_packet(handle.packet(), data.length) < 0) {
      return 0;
    }
    handle.packet().data().put(data, 0, data.length);
    int sent = avcodec_send_packet(handle.context(), handle.packet());
    av_packet_unref(handle.packet());
    if (sent < 0 || avcodec_receive_frame(handle.context(), handle.frame()) < 0) {
      return 0;
    }
    AVFrame frame = handle.frame();
    SwrContext swr = resamplerFor(frame);
    int frames = swr == null ? 0 : swr_convert(swr, outs, FRAMES_MAX, frame.extended_data(), frame.nb_samples());
    if (frames <= 0) {
      return 0;
    }
    out.get(samples, 0, frames * CHANNELS);
    return frames;
  }

  /** The resampler from what this frame is; null when there is none for it. */
  private @Nullable SwrContext resamplerFor(AVFrame frame) {
    if (resampler != null && rate == frame.sample_rate() && channels == frame.ch_layout().nb_channels() && format == frame.format()) {
      return resampler;
    }
    rate = frame.sample_rate();
    channels = frame.ch_layout().nb_channels();
    format = frame.format();
    freeResampler();
    SwrContext made = new SwrContext(null);
    if (swr_alloc_set_opts2(made, stereo, AV_SAMPLE_FMT_FLT, SAMPLE_RATE, frame.ch_layout(), format, rate, 0, null) < 0
        || swr_init(made) < 0) {
      swr_free(made);
      return null;
    }
    resampler = made;
    return made;
  }

  private void freeResampler() {
    if (resampler != null) {
      swr_free(resampler);
      resampler = null;
    }
  }

  /** What was decoded last, valid until the next. */
  public float[] samples() {
    return samples;
  }

  @Override
  public void close() {
    freeResampler();
    handle.close();
    outs.close();
    out.close();
    stereo.close();
  }
}
