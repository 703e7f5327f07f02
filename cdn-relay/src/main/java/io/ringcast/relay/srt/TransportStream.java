package io.ringcast.relay.srt;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AAC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import io.ringcast.relay.media.AacConfig;
import io.ringcast.relay.media.AudioFrame;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.media.H264Config;
import io.ringcast.relay.media.NalUnits;
import io.ringcast.relay.media.VideoFrame;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/**
 * One program of an MPEG transport stream (ISO/IEC 13818-1), made by FFmpeg's muxer: at most one H.264 and one AAC stream, whose number
 * and whose sound's configuration stay as they are; where they change another program follows. Owned by one thread.
 */
final class TransportStream implements AutoCloseable {
  private static final int VIDEO_PID = 0x100;
  private static final int AUDIO_PID = 0x101;
  /** In what a stream's descriptions are numbered (section 2.4.4.5). */
  private static final int VERSIONS = 32;
  private static final int TICKS_PER_MS = 90;
  private static final long US_PER_MS = 1_000;

  private final AVFormatContext muxer = new AVFormatContext(null);
  private final AVPacket packet = av_packet_alloc();
  private final @Nullable AacConfig sound;
  private final int pictureIndex;
  private final int soundIndex;
  private final boolean begun;

  /**
   * Writes the head of a program.
   *
   * @param video null for no pictures
   * @param sound null for no sound
   * @param number counts the programs of a connection
   */
  TransportStream(AVIOContext out, @Nullable H264Config video, @Nullable AacConfig sound, int number) {
    this.sound = sound;
    avformat_alloc_output_context2(muxer, null, "mpegts", (String) null);
    muxer.pb(out);
    pictureIndex = video == null ? -1 : pictures(video);
    soundIndex = sound == null ? -1 : sounds(sound);
    AVDictionary options = new AVDictionary(null);
    // Each sound leaves when it comes: FFmpeg would gather up to 3 kB.
    av_dict_set(options, "pes_payload_size", "0", 0);
    av_dict_set(options, "tables_version", String.valueOf(number % VERSIONS), 0);
    if (number > 0) {
      av_dict_set(options, "mpegts_flags", "initial_discontinuity", 0);
    }
    begun = avformat_write_header(muxer, options) >= 0;
    av_dict_free(options);
  }

  private int pictures(H264Config video) {
    AVStream stream = avformat_new_stream(muxer, null);
    stream.id(VIDEO_PID);
    AVCodecParameters codec = stream.codecpar();
    codec.codec_type(AVMEDIA_TYPE_VIDEO);
    codec.codec_id(AV_CODEC_ID_H264);
    codec.width(video.width());
    codec.height(video.height());
    return stream.index();
  }

  private int sounds(AacConfig config) {
    AVStream stream = avformat_new_stream(muxer, null);
    stream.id(AUDIO_PID);
    AVCodecParameters codec = stream.codecpar();
    codec.codec_type(AVMEDIA_TYPE_AUDIO);
    codec.codec_id(AV_CODEC_ID_AAC);
    codec.sample_rate(config.sampleRateHz());
    av_channel_layout_default(codec.ch_layout(), config.channels());
    byte[] bytes = config.bytes();
    BytePointer copy = new BytePointer(av_mallocz(bytes.length + AV_INPUT_BUFFER_PADDING_SIZE));
    copy.put(bytes, 0, bytes.length);
    codec.extradata(copy);
    codec.extradata_size(bytes.length);
    return stream.index();
  }

  /** Whether this program has what a frame belongs to. */
  boolean holds(Frame frame) {
    return switch (frame) {
      case VideoFrame picture -> pictureIndex >= 0;
      case AudioFrame audio -> audio.config().equals(sound);
    };
  }

  /** Writes a frame; false when the muxer would not have it, since its time goes back. */
  boolean write(Frame frame) {
    byte[] bytes = switch (frame) {
      case VideoFrame picture -> unit(picture);
      case AudioFrame audio -> audio.data();
    };
    if (!begun || bytes.length == 0 || av_new_packet(packet, bytes.length) < 0) {
      return false;
    }
    packet.data().put(bytes, 0, bytes.length);
    long compositionUs = frame instanceof VideoFrame picture ? picture.compositionUs() : 0;
    packet.dts(frame.timeUs() * TICKS_PER_MS / US_PER_MS);
    packet.pts((frame.timeUs() + compositionUs) * TICKS_PER_MS / US_PER_MS);
    packet.stream_index(frame instanceof VideoFrame ? pictureIndex : soundIndex);
    packet.flags(frame.startsDecoding() ? AV_PKT_FLAG_KEY : 0);
    int result = av_write_frame(muxer, packet);
    av_packet_unref(packet);
    return result >= 0;
  }

  /** The access unit between start codes (ITU-T H.264 annex B), a keyframe's with its parameter sets. */
  private static byte[] unit(VideoFrame picture) {
    List<byte[]> units = NalUnits.behindLengths(picture.data(), 0, picture.data().length);
    if (units == null) {
      return new byte[0];
    }
    List<byte[]> all = new ArrayList<>();
    if (picture.keyframe()) {
      all.addAll(picture.config().parameterSets());
    }
    all.addAll(units);
    return NalUnits.withStartCodes(all);
  }

  /** Frees it; what it is written to stays open. */
  @Override
  public void close() {
    av_packet_free(packet);
    muxer.pb(null);
    avformat_free_context(muxer);
  }
}
