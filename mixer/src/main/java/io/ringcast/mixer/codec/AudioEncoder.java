package io.ringcast.mixer.codec;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.FloatPointer;

/** Encodes interleaved 48 kHz stereo, in pieces of any length. Owned by one thread, freed by {@link #close}. */
public final class AudioEncoder implements AutoCloseable {
  private static final int SAMPLE_RATE = 48_000;
  private static final int CHANNELS = 2;

  private final AudioCodec codec;
  private final CodecHandle handle;
  private final float[] pending;
  private final float[] plane;
  private int pendingFrames;
  private long pts;

  public AudioEncoder(AudioCodec codec, int bitrateBps) throws CodecException {
    this.codec = codec;
    handle = CodecHandle.encoder(codec.encoder());
    AVCodecContext context = handle.context();
    context.sample_rate(SAMPLE_RATE);
    context.sample_fmt(codec == AudioCodec.OPUS ? AV_SAMPLE_FMT_FLT : AV_SAMPLE_FMT_FLTP);
    av_channel_layout_default(context.ch_layout(), CHANNELS);
    context.time_base(new AVRational().num(1).den(SAMPLE_RATE));
    context.bit_rate(bitrateBps);
    handle.open(codec == AudioCodec.OPUS ? Map.of("application", "audio", "frame_duration", "20") : Map.of());
    pending = new float[codec.framesPerPacket() * CHANNELS];
    plane = new float[codec.framesPerPacket()];
    AVFrame frame = handle.frame();
    frame.format(context.sample_fmt());
    frame.sample_rate(SAMPLE_RATE);
    frame.nb_samples(codec.framesPerPacket());
    av_channel_layout_copy(frame.ch_layout(), context.ch_layout());
    if (av_frame_get_buffer(frame, 0) < 0) {
      handle.close();
      throw new CodecException("no native memory for " + codec);
    }
  }

  /** What a player must know beforehand (AAC's AudioSpecificConfig), empty when there is nothing. */
  public byte[] header() {
    byte[] header = new byte[handle.context().extradata_size()];
    if (header.length > 0) {
      handle.context().extradata().get(header);
    }
    return header;
  }

  /** Takes the next frames; each packet that is full goes to {@code out}. */
  public void encode(float[] samples, int frames, Consumer<EncodedFrame> out) {
    int taken = 0;
    while (taken < frames) {
      int count = Math.min(frames - taken, codec.framesPerPacket() - pendingFrames);
      System.arraycopy(samples, taken * CHANNELS, pending, pendingFrames * CHANNELS, count * CHANNELS);
      taken += count;
      pendingFrames += count;
      if (pendingFrames == codec.framesPerPacket()) {
        pendingFrames = 0;
        send(out);
      }
    }
  }

  private void send(Consumer<EncodedFrame> out) {
    AVFrame frame = handle.frame();
    if (av_frame_make_writable(frame) < 0) {
      return;
    }
    if (codec == AudioCodec.OPUS) {
      new FloatPointer(frame.data(0)).put(pending, 0, pending.length);
    } else {
      for (int channel = 0; channel < CHANNELS; channel++) {
        for (int i = 0; i < plane.length; i++) {
          plane[i] = pending[CHANNELS * i + channel];
        }
        new FloatPointer(frame.data(channel)).put(plane, 0, plane.length);
      }
    }
    frame.pts(pts);
    pts += codec.framesPerPacket();
    if (avcodec_send_frame(handle.context(), frame) >= 0) {
      EncodedFrame encoded = VideoEncoder.received(handle);
      while (encoded != null) {
        out.accept(encoded);
        encoded = VideoEncoder.received(handle);
      }
    }
  }

  @Override
  public void close() {
    handle.close();
  }
}
