package io.ringcast.mixer.codec;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;

import io.ringcast.mixer.picture.Picture;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/** Encodes one stream of video, without B-frames, one frame out for each that goes in. Owned by one thread, freed by {@link #close}. */
public final class VideoEncoder implements AutoCloseable {
  /** Longer than any stream lives between two keyframes on demand. */
  private static final int NEVER = 1 << 20;

  private final CodecHandle handle;

  /** What an H.264 stream says of the colours that its numbers mean; VP8 has one meaning. */
  public enum Colors {
    /** Nothing: a player takes a large picture for BT.709. */
    UNSAID,
    /** BT.601, limited range: what WebRTC's cameras send and {@link io.ringcast.mixer.picture.Color} makes. */
    BT601
  }

  /** An encoder of pictures whose colours are not known. */
  public VideoEncoder(VideoFormat format) throws CodecException {
    this(format, Colors.UNSAID);
  }

  /** An encoder; FFmpeg's build is the one without GPL code, so H.264 is OpenH264's. */
  public VideoEncoder(VideoFormat format, Colors colors) throws CodecException {
    String name = switch (format.codec()) {
      case H264 -> "libopenh264";
      case VP8 -> "libvpx";
      default -> throw new CodecException(format.codec().encodingName() + " is not encoded");
    };
    handle = CodecHandle.encoder(name);
    configure(handle.context(), format);
    if (colors == Colors.BT601) {
      handle.context().colorspace(AVCOL_SPC_SMPTE170M);
      handle.context().color_primaries(AVCOL_PRI_SMPTE170M);
      handle.context().color_trc(AVCOL_TRC_SMPTE170M);
      handle.context().color_range(AVCOL_RANGE_MPEG);
    }
    handle.open(options(format));
  }

  static void configure(AVCodecContext context, VideoFormat format) {
    context.width(format.width());
    context.height(format.height());
    context.pix_fmt(AV_PIX_FMT_YUV420P);
    context.time_base(new AVRational().num(1).den(format.framesPerSecond()));
    context.framerate(new AVRational().num(format.framesPerSecond()).den(1));
    context.bit_rate(format.bitrateBps());
    context.rc_max_rate(format.bitrateBps());
    // One second of bits: a keyframe may be large, a congested second may not follow.
    context.rc_buffer_size(format.bitrateBps());
    context.max_b_frames(0);
    context.gop_size(format.keyframeInterval() == 0 ? NEVER : format.keyframeInterval());
  }

  private static Map<String, String> options(VideoFormat format) {
    Map<String, String> options = new LinkedHashMap<>();
    switch (format.codec()) {
      case H264 -> {
        options.put("profile", "constrained_baseline");
        options.put("rc_mode", "bitrate");
        options.put("allow_skip_frames", "0");
      }
      default -> {
        options.put("deadline", "realtime");
        options.put("cpu-used", "8");
        options.put("lag-in-frames", "0");
        options.put("error-resilient", "default");
        options.put("static-thresh", "100");
        options.put("undershoot-pct", "95");
        options.put("max-intra-rate", String.valueOf(50 * format.framesPerSecond() / 10));
      }
    }
    return options;
  }

  /** Encodes a picture; null when the encoder refused it. */
  public @Nullable EncodedFrame encode(Picture picture, long pts, boolean keyframe) {
    return encode(handle, picture, pts, keyframe);
  }

  static @Nullable EncodedFrame encode(CodecHandle handle, Picture picture, long pts, boolean keyframe) {
    AVFrame frame = picture.frame();
    frame.pts(pts);
    frame.pict_type(keyframe ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
    return avcodec_send_frame(handle.context(), frame) < 0 ? null : received(handle);
  }

  /** The next packet of an encoder, null when there is none. */
  static @Nullable EncodedFrame received(CodecHandle handle) {
    if (avcodec_receive_packet(handle.context(), handle.packet()) < 0) {
      return null;
    }
    byte[] data = new byte[handle.packet().size()];
    handle.packet().data().get(data);
    EncodedFrame frame = new EncodedFrame(data, handle.packet().pts(), (handle.packet().flags() & AV_PKT_FLAG_KEY) != 0);
    av_packet_unref(handle.packet());
    return frame;
  }

  @Override
  public void close() {
    handle.close();
  }
}
