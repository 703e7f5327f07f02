package io.ringcast.mixer.codec;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** One codec's context with the packet and the frame it works on; all are freed together, once. */
final class CodecHandle implements AutoCloseable {
  static {
    // Corrupt streams are counted where they are decoded; FFmpeg would write a line for each frame to standard error.
    av_log_set_level(AV_LOG_QUIET);
  }

  private final String name;
  private final AVCodec codec;
  private final AVCodecContext context;
  private final AVPacket packet = av_packet_alloc();
  private final AVFrame frame = av_frame_alloc();
  private boolean closed;

  private CodecHandle(String name, AVCodec codec) {
    this.name = name;
    this.codec = codec;
    context = avcodec_alloc_context3(codec);
    // The mixer has its own threads: FFmpeg's would not be niced.
    context.thread_count(1);
  }

  static CodecHandle decoder(String name) throws CodecException {
    return of(name, avcodec_find_decoder_by_name(name));
  }

  static CodecHandle encoder(String name) throws CodecException {
    return of(name, avcodec_find_encoder_by_name(name));
  }

  private static CodecHandle of(String name, AVCodec codec) throws CodecException {
    if (codec == null) {
      throw new CodecException("this build of FFmpeg has no " + name);
    }
    return new CodecHandle(name, codec);
  }

  /** Makes it ready for work; freed when it cannot be. */
  CodecHandle open(Map<String, String> options) throws CodecException {
    AVDictionary dictionary = new AVDictionary(null);
    options.forEach((key, value) -> av_dict_set(dictionary, key, value, 0));
    int result = avcodec_open2(context, codec, dictionary);
    av_dict_free(dictionary);
    if (result < 0) {
      close();
      throw new CodecException(name + " cannot be opened so: error " + result);
    }
    return this;
  }

  AVCodecContext context() {
    return context;
  }

  AVPacket packet() {
    return packet;
  }

  AVFrame frame() {
    return frame;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      av_packet_free(packet);
      av_frame_free(frame);
      avcodec_free_context(context);
    }
  }
}
