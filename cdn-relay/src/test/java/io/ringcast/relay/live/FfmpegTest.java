package io.ringcast.relay.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.relay.flv.FlvReader;
import io.ringcast.relay.flv.FlvWriter;
import io.ringcast.relay.flv.TagFrames;
import io.ringcast.relay.flv.TagSequence;
import io.ringcast.relay.hls.HlsAnswer;
import io.ringcast.relay.hls.HlsReload;
import io.ringcast.relay.hls.HlsSettings;
import io.ringcast.relay.hls.HlsStream;
import io.ringcast.relay.media.AudioFrame;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.media.VideoFrame;
import io.ringcast.relay.rtmp.ClientState;
import io.ringcast.relay.rtmp.RtmpClient;
import io.ringcast.relay.rtmp.RtmpEnd;
import io.ringcast.relay.rtmp.RtmpRequest;
import io.ringcast.relay.rtmp.RtmpServer;
import io.ringcast.relay.rtmp.RtmpTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FFmpeg reads what we write and writes what we read: FLV and fragmented MP4 as files, RTMP over loopback in both roles. */
class FfmpegTest {
  private static final int PICTURES = 150;
  private static final Pattern URI = Pattern.compile("(?:URI=\"|^)([^\"#\n]+\\.(?:mp4|m4s))", Pattern.MULTILINE);

  @TempDir
  private static Path folder;
  private static List<Frame> frames = List.of();

  /** Five seconds of a moving picture and a tone, a keyframe each second, as FFmpeg's own muxer writes them. */
  @BeforeAll
  static void encode() throws Exception {
    Tools.finish(Tools.ffmpeg(folder, "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=30", "-f", "lavfi", "-i", "sine=frequency=440",
      "-t", "5", "-c:v", "libopenh264", "-b:v", "300k", "-g", "30", "-pix_fmt", "yuv420p", "-c:a", "aac", "-ar", "48000", "-ac", "2",
      "in.flv"), folder, "ffmpeg.log");
    frames = read("in.flv");
  }

  private static List<Frame> read(String file) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(file));
    List<Frame> read = new ArrayList<>();
    TagFrames tags = new TagFrames();
    FlvReader reader = new FlvReader();
    reader.take(bytes, 0, bytes.length, tag -> {
      Frame frame = tags.take(tag);
      if (frame != null) {
        read.add(frame);
      }
    });
    assertThat(reader.fault()).isEqualTo(FlvReader.Fault.NONE);
    return read;
  }

  /** The same frames, times counted from the first. */
  private static void assertSame(List<Frame> got, List<Frame> expected) {
    assertThat(got).hasSameSizeAs(expected);
    for (int i = 0; i < got.size(); i++) {
      assertThat(got.get(i).data()).as("frame %d", i).isEqualTo(expected.get(i).data());
      assertThat(got.get(i).getClass()).isEqualTo(expected.get(i).getClass());
      long passedUs = got.get(i).timeUs() - got.getFirst().timeUs();
      assertThat(passedUs).as("time of frame %d", i).isEqualTo(expected.get(i).timeUs() - expected.getFirst().timeUs());
    }
  }

  @Test
  void framesOfFfmpegAreWhatItsEncodersMade() throws Exception {
    List<Frame> pictures = frames.stream().filter(VideoFrame.class::isInstance).toList();
    assertThat(pictures).hasSize(PICTURES);
    assertThat(pictures.stream().filter(Frame::startsDecoding)).hasSize(PICTURES / 30);
    VideoFrame first = (VideoFrame) pictures.getFirst();
    assertThat(first.config().width()).isEqualTo(320);
    assertThat(first.config().height()).isEqualTo(180);
    assertThat(frames.stream().filter(AudioFrame.class::isInstance).count()).isBetween(234L, 238L);
  }

  @Test
  void ffmpegDecodesOurFlv() throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(FlvWriter.header(true, true));
    TagSequence tags = new TagSequence();
    frames.forEach(frame -> tags.take(frame, tag -> file.writeBytes(FlvWriter.tag(tag))));
    Files.write(folder.resolve("out.flv"), file.toByteArray());
    assertThat(decodedPictures("out.flv")).isEqualTo(PICTURES);
    assertThat(complaints()).isEmpty();
  }

  private static int decodedPictures(String file) throws Exception {
    List<String> lines = Tools.ffprobe(folder, file, "-select_streams", "v", "-show_entries", "frame=pict_type");
    return (int) lines.stream().filter(line -> line.startsWith("I") || line.startsWith("P")).count();
  }

  private static List<String> complaints() throws IOException {
    return Files.readAllLines(folder.resolve("ffprobe.log")).stream()
      .filter(line -> !line.startsWith("I") && !line.startsWith("P") && !line.isBlank()).toList();
  }

  @Test
  void ffmpegDecodesOurSegmentsAndOurParts() throws Exception {
    HlsStream stream = new HlsStream(HlsSettings.DEFAULT, "s1-", true, 0);
    frames.forEach(stream::take);
    stream.end();
    String playlist = ((HlsAnswer.Playlist) stream.playlist(HlsReload.NOW)).text();
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    Matcher uris = URI.matcher(playlist);
    while (uris.find()) {
      byte[] bytes = ((HlsAnswer.Media) stream.media(uris.group(1).substring("s1-".length()))).bytes();
      Files.write(folder.resolve(uris.group(1)), bytes);
      if (!uris.group(1).contains("seg")) {
        parts.writeBytes(bytes);
      }
    }
    Files.writeString(folder.resolve("live.m3u8"), playlist);
    Files.write(folder.resolve("parts.mp4"), parts.toByteArray());
    assertThat(decodedPictures("live.m3u8")).isEqualTo(PICTURES);
    assertThat(decodedPictures("parts.mp4")).isEqualTo(PICTURES);
    assertThat(complaints()).isEmpty();
    List<String> sounds = Tools.ffprobe(folder, "live.m3u8", "-select_streams", "a", "-show_entries", "packet=pts_time,size");
    long fromThePictureOn = frames.stream().dropWhile(AudioFrame.class::isInstance).filter(AudioFrame.class::isInstance).count();
    assertThat(sounds).as("a stream begins at a keyframe").hasSize((int) fromThePictureOn);
  }

  /** A server's side of one connection, worked by the test's thread. */
  private static final class Served implements RtmpServer.Listener {
    private final List<Frame> got = new ArrayList<>();
    private final RtmpServer server;
    private @Nullable RtmpEnd end;
    private boolean asked;

    Served(Wire wire) {
      server = new RtmpServer(new Random(1), wire::send, this, 0);
    }

    @Override
    public void onRequest(RtmpRequest request) {
      assertThat(request.path()).isEqualTo("live/room?token=1");
      asked = true;
      server.accept();
    }

    @Override
    public void onFrame(Frame frame) {
      got.add(frame);
    }

    @Override
    public void onEnd(RtmpEnd reason) {
      end = reason;
    }
  }

  @Test
  void ffmpegPublishesToUs() throws Exception {
    try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process ffmpeg = Tools.ffmpeg(folder, "-i", "in.flv", "-c", "copy", "-f", "flv", url(door.getLocalPort()));
      try (Wire wire = new Wire(door.accept())) {
        Served served = new Served(wire);
        while (served.end == null && wire.read((bytes, at, count) -> served.server.take(bytes, at, count, 0))) {
          assertThat(served.got).hasSizeLessThanOrEqualTo(frames.size());
        }
        assertThat(served.end).isEqualTo(RtmpEnd.STOPPED_BY_PEER);
        assertSame(served.got, frames);
      }
      Tools.finish(ffmpeg, folder, "ffmpeg.log");
    }
  }

  private static String url(int port) {
    return "rtmp://127.0.0.1:" + port + "/live/room?token=1";
  }

  @Test
  void ffmpegPlaysFromUs() throws Exception {
    try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process ffmpeg = Tools.ffmpeg(folder, "-i", url(door.getLocalPort()), "-c", "copy", "-copyts", "-f", "flv", "played.flv");
      try (Wire wire = new Wire(door.accept())) {
        Served served = new Served(wire);
        while (!served.asked) {
          assertThat(wire.read((bytes, at, count) -> served.server.take(bytes, at, count, 0))).isTrue();
        }
        frames.forEach(served.server::send);
        served.server.close();
      }
      Tools.finish(ffmpeg, folder, "ffmpeg.log");
    }
    assertSame(read("played.flv"), frames);
  }

  @Test
  void wePublishToFfmpeg() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Process ffmpeg = Tools.ffmpeg(folder, "-listen", "1", "-i", url(port), "-c", "copy", "-copyts", "-f", "flv", "pushed.flv");
    try (Wire wire = new Wire(connect(port, ffmpeg))) {
      List<RtmpEnd> ends = new ArrayList<>();
      RtmpTarget target = new RtmpTarget("rtmp://127.0.0.1:" + port + "/live", "live", "room?token=1");
      RtmpClient client = new RtmpClient(target, new Random(1), wire::send, new RtmpClient.Listener() {
        @Override
        public void onPublishing() {}

        @Override
        public void onEnd(RtmpEnd reason) {
          ends.add(reason);
        }
      }, 0);
      while (!(client.state() instanceof ClientState.Publishing)) {
        assertThat(wire.read(client::take)).as("%s", ends).isTrue();
      }
      VideoFrame picture = (VideoFrame) frames.stream().filter(VideoFrame.class::isInstance).findFirst().orElseThrow();
      AudioFrame sound = (AudioFrame) frames.stream().filter(AudioFrame.class::isInstance).findFirst().orElseThrow();
      client.describe(picture.config(), sound.config());
      frames.forEach(client::send);
      client.close();
    }
    Tools.finish(ffmpeg, folder, "ffmpeg.log");
    assertSame(read("pushed.flv"), frames);
  }

  /** FFmpeg says nowhere when it listens. */
  private static Socket connect(int port, Process ffmpeg) throws IOException {
    while (true) {
      try {
        return new Socket(InetAddress.getLoopbackAddress(), port);
      } catch (ConnectException e) {
        assertThat(ffmpeg.isAlive()).isTrue();
        Thread.onSpinWait();
      }
    }
  }
}
