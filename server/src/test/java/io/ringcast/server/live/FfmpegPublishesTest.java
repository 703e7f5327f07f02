package io.ringcast.server.live;

import static io.ringcast.server.live.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.client.ClientHost;
import io.ringcast.client.FfmpegCommand;
import io.ringcast.client.PeerSettings;
import io.ringcast.client.ScriptedSubscriber;
import io.ringcast.client.media.AnnexB;
import io.ringcast.client.media.H264Depacketizer;
import io.ringcast.client.media.PayloadListener;
import io.ringcast.client.media.StreamReport;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FfmpegPublishesTest {
  private static final int OPEN_LIMIT_S = 15;
  private static final int FRAMES = 120;
  private static final int FRAMES_COMPARED_MIN = 90;
  private static final int SOUNDS_COMPARED_MIN = 100;
  private static final int KEYFRAMES_COMPARED_MIN = 3;
  /** stream, dts, pts, duration, size, hash; the stream's last packet has side data behind. */
  private static final int MD5_COLUMN = 5;
  private static final int SLICE = 1;
  private static final int IDR_SLICE = 5;
  private static final int SEQUENCE_PARAMETERS = 7;
  /** Set in the first byte after the header of a frame's first slice: first_mb_in_slice is 0. */
  private static final int FIRST_SLICE = 0x80;
  /** Of an Opus packet's first byte (RFC 6716 section 3.1). */
  private static final int STEREO = 0x04;
  /** Parameter sets are alike in every keyframe: only a longer piece tells the place. */
  private static final int PLACE_LENGTH = 3;

  private LiveServer server;
  private ClientHost host;

  @BeforeEach
  void start() throws IOException {
    server = new LiveServer();
    host = new ClientHost();
  }

  @AfterEach
  void stop() {
    host.close();
    server.close();
  }

  @Test
  void whatFfmpegEncodedReachesSubscribersOfTwoLoopsByteForByte(@TempDir Path folder) throws IOException {
    Path video = folder.resolve("video.h264");
    Path audio = folder.resolve("audio.md5");
    List<Viewer> viewers = new ArrayList<>();
    try (FfmpegCommand ffmpeg = FfmpegCommand.publishAndKeep(server.whip("r"), server.token("alice", "r"), video, audio)) {
      until("FFmpeg to publish", () -> roomPublishes(ffmpeg));
      viewers.add(new Viewer("bob"));
      viewers.add(new Viewer("carol"));
      until("media from FFmpeg", () -> viewers.stream().allMatch(Viewer::hasSeenEnough));
    }
    assertThat(viewers.stream().map(Viewer::port).distinct()).as("ports the subscribers were sent to").hasSize(2);
    List<String> unitsSent = AnnexB.units(Files.readAllBytes(video)).stream().map(FfmpegPublishesTest::unitText).toList();
    List<String> soundsSent = Files.readAllLines(audio).stream().filter(line -> !line.startsWith("#"))
      .map(line -> line.split(",", -1)[MD5_COLUMN].strip()).toList();
    assertThat(soundsSent).as("a sound that comes twice could hide a wrong order").doesNotHaveDuplicates();
    for (Viewer viewer : viewers) {
      assertVideoOf(viewer, unitsSent);
      assertAudioOf(viewer, soundsSent);
    }
  }

  private static void assertVideoOf(Viewer viewer, List<String> unitsSent) {
    List<byte[]> units = new ArrayList<>();
    H264Depacketizer depacketizer = new H264Depacketizer(units::add);
    List<byte[]> payloads = viewer.payloads("video", "H264");
    assertThat(payloads).allSatisfy(payload -> assertThat(depacketizer.take(payload, 0, payload.length)).isTrue());
    assertThat(type(units.getFirst())).as("what %s sees first", viewer.user).isEqualTo(SEQUENCE_PARAMETERS);
    assertRun(viewer.user + " saw NAL units", units.stream().map(FfmpegPublishesTest::unitText).toList(), unitsSent);
    long frames = units.stream().filter(FfmpegPublishesTest::beginsFrame).count();
    long keyframes = units.stream().filter(unit -> beginsFrame(unit) && type(unit) == IDR_SLICE).count();
    System.out.printf("%s: %d frames, %d of them keyframes, in %d NAL units and %d packets, as FFmpeg encoded them%n",
      viewer.user, frames, keyframes, units.size(), payloads.size());
    assertThat(frames).isGreaterThanOrEqualTo(FRAMES_COMPARED_MIN);
    assertThat(keyframes).isGreaterThanOrEqualTo(KEYFRAMES_COMPARED_MIN);
  }

  private static void assertAudioOf(Viewer viewer, List<String> soundsSent) {
    List<byte[]> payloads = viewer.payloads("audio", "opus");
    assertThat(payloads).hasSizeGreaterThanOrEqualTo(SOUNDS_COMPARED_MIN)
      .allSatisfy(payload -> assertThat(payload[0] & STEREO).as("stereo").isNotZero());
    assertRun(viewer.user + " heard Opus packets", payloads.stream().map(FfmpegPublishesTest::md5).toList(), soundsSent);
  }

  /** What was received is what was sent from some place on, nothing left out. */
  private static void assertRun(String what, List<String> received, List<String> sent) {
    int from = Collections.indexOfSubList(sent, received.subList(0, PLACE_LENGTH));
    assertThat(from).as("where in the file of %d those begin that %s", sent.size(), what).isNotNegative();
    assertThat(received).as(what).isEqualTo(sent.subList(from, Math.min(from + received.size(), sent.size())));
  }

  private static int type(byte[] unit) {
    return unit[0] & 0x1F;
  }

  private static boolean beginsFrame(byte[] unit) {
    return (type(unit) == SLICE || type(unit) == IDR_SLICE) && (unit[1] & FIRST_SLICE) != 0;
  }

  private static String unitText(byte[] unit) {
    return "type " + type(unit) + ", " + unit.length + " bytes, " + md5(unit);
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean roomPublishes(FfmpegCommand ffmpeg) {
    assertThat(ffmpeg.running()).as(ffmpeg.output()).isTrue();
    try (ScriptedSubscriber scout = new ScriptedSubscriber(host, server.whep("r"), server.token("scout", "r"))) {
      return scout.door().send(HttpRequest.newBuilder(server.room("r")).GET()).body().contains("H264");
    }
  }

  /** A subscriber that keeps every payload. */
  private final class Viewer implements PayloadListener {
    private final String user;
    private final Map<Integer, ConcurrentSkipListMap<Long, byte[]>> received = new ConcurrentHashMap<>();
    private final ScriptedSubscriber subscriber;

    private Viewer(String user) {
      this.user = user;
      subscriber = new ScriptedSubscriber(host, server.whep("r"), server.token(user, "r"), PeerSettings.DEFAULT, this);
      subscriber.open().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
    }

    @Override
    public void onPayload(int ssrc, long sequence, byte[] bytes, int offset, int length) {
      byte[] payload = Arrays.copyOfRange(bytes, offset, offset + length);
      received.computeIfAbsent(ssrc, key -> new ConcurrentSkipListMap<>()).put(sequence, payload);
    }

    private boolean hasSeenEnough() {
      return subscriber.media().report("video").frames() >= FRAMES && subscriber.media().report("audio").packets() >= 2 * FRAMES;
    }

    private int port() {
      return subscriber.resource().answer().candidates().getFirst().getPort();
    }

    /** In the order of their sequence numbers, up to the first that is missing. */
    private List<byte[]> payloads(String kind, String codec) {
      StreamReport report = subscriber.media().report(kind);
      assertThat(report.codec()).isEqualTo(codec);
      List<byte[]> inOrder = new ArrayList<>();
      ConcurrentSkipListMap<Long, byte[]> all = received.getOrDefault(report.ssrc(), new ConcurrentSkipListMap<>());
      long expected = all.isEmpty() ? 0 : all.firstKey();
      for (Map.Entry<Long, byte[]> entry : all.entrySet()) {
        if (entry.getKey() != expected++) {
          break;
        }
        inOrder.add(entry.getValue());
      }
      return inOrder;
    }
  }
}
