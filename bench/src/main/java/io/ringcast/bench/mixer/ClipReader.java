package io.ringcast.bench.mixer;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_OPUS;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/** The frames of a file of FFmpeg's, as they were encoded: H.264 with start codes, and Opus where there is sound. */
final class ClipReader {
  private ClipReader() {}

  /** What a file holds. */
  record Content(List<byte[]> video, List<byte[]> audio) {}

  static Content read(Path file) throws IOException {
    AVFormatContext context = new AVFormatContext(null);
    if (avformat_open_input(context, file.toString(), (AVInputFormat) null, (AVDictionary) null) < 0) {
      throw new IOException(file + " cannot be read");
    }
    Content content = new Content(new ArrayList<>(), new ArrayList<>());
    AVPacket packet = av_packet_alloc();
    while (av_read_frame(context, packet) >= 0) {
      int codec = context.streams(packet.stream_index()).codecpar().codec_id();
      byte[] bytes = new byte[packet.size()];
      packet.data().get(bytes);
      if (codec == AV_CODEC_ID_H264) {
        content.video().add(bytes);
      } else if (codec == AV_CODEC_ID_OPUS) {
        content.audio().add(bytes);
      }
      av_packet_unref(packet);
    }
    av_packet_free(packet);
    avformat_close_input(context);
    return content;
  }
}
