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
import io.ringcast.relay.door.Audiences;
import io.ringcast.relay.door.DoorLimits;
import io.ringcast.relay.door.LiveLoop;
import io.ringcast.relay.door.PlayedStreams;
import io.ringcast.relay.door.RtmpDoor;
import io.ringcast.relay.door.StreamRefusal;
import io.ringcast.relay.ingest.IngestCount;
import io.ringcast.relay.rtmp.RtmpEnd;
import io.ringcast.server.rtmp.PublishersHere;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.wire.BitReader;
import io.ringcast.signaling.room.RoomRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Encoders that publish over RTMP, as viewers of their rooms see them. */
@Timeout(120)
class RtmpPublishTest {
  private static final int OPEN_LIMIT_S = 60;
  private static final int FRAMES = 90;
  private static final int SOUNDS = 100;
  private static final int SLICE = 1;
  private static final int IDR_SLICE = 5;
  private static final int SEQUENCE_PARAMETERS = 7;
  private static final int SLICE_TYPES = 5;
  private static final int B_SLICE = 1;
  private static final int LEVEL_OFFSET = 3;

  private LiveServer server;
  private ClientHost host;
  private LiveLoop loop;
  private RtmpDoor door;

  @BeforeEach
  void start() throws IOException {
    server = new LiveServer();
    host = new ClientHost();
    loop = new LiveLoop(System::nanoTime);
    PublishersHere rooms = new PublishersHere(server.ingests(), InstantSource.system());
    RtmpDoor.Inside inside = new RtmpDoor.Inside(rooms, PlayedStreams.NONE, new Audiences(loop));
    door = RtmpDoor.open(List.of(InetAddress.getLoopbackAddress()), 0, loop, inside, DoorLimits.DEFAULT, new SecureRandom());
  }

  @AfterEach
  void stop() {
    door.close();
    loop.close();
    host.close();
    server.close();
  }

  @Test
  void picturesWithBFramesAreSeenInOrderWithoutThem(@TempDir Path folder) throws IOException {
    Path sample = folder.resolve("bframes.flv");
    try (InputStream bytes = Objects.requireNonNull(RtmpPublishTest.class.getResourceAsStream("/ingest/bframes.flv"))) {
      Files.copy(bytes, sample);
    }
    try (FfmpegCommand ffmpeg = publish(sample, "live/r?token=" + server.token("alice", "r"))) {
      until("FFmpeg to publish", () -> roomPublishes(ffmpeg));
      Viewer viewer = new Viewer("bob");
      until("three seconds of media", viewer::hasSeenEnough);
      // What came while the viewer's own end of the handshake was not done yet it did not see.
      until("parameter sets", () -> viewer.units().stream().anyMatch(RtmpPublishTest::isSequenceParameters));
      List<byte[]> units = viewer.units().stream().dropWhile(unit -> !isSequenceParameters(unit)).toList();
      String level = HexFormat.of().toHexDigits(units.getFirst()[LEVEL_OFFSET]);
      assertThat(videoFormat()).as("the level that is told is the stream's").endsWith("profile-level-id=42e0" + level);
      assertThat(units.stream().filter(unit -> type(unit) == SLICE).map(RtmpPublishTest::sliceType)).isNotEmpty().doesNotContain(B_SLICE);
      assertThat(viewer.report("video").missing()).isZero();
      assertThat(viewer.report("audio").missing()).isZero();
      until("sound and picture related", () -> viewer.report("video").senderReports() > 0 && viewer.report("audio").senderReports() > 0);
    }
    assertThat(door.ingestCounts().of(IngestCount.TRANSCODED_B_FRAMES)).isGreaterThanOrEqualTo(FRAMES);
    until("the stream to leave", () -> !roomPublishes(null));
  }

  @Test
  void picturesWithoutBFramesPassAsTheyAre(@TempDir Path folder) throws IOException, InterruptedException {
    Path sample = folder.resolve("plain.flv");
    try (FfmpegCommand encoder = FfmpegCommand.run(List.of("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=30:duration=2", "-f", "lavfi",
      "-i", "sine=frequency=440:sample_rate=48000:duration=2", "-c:v", "libopenh264", "-b:v", "200k", "-g", "30", "-pix_fmt", "yuv420p",
      "-c:a", "aac", "-y", sample.toString()))) {
      until("the sample", () -> !encoder.running());
    }
    Path stream = folder.resolve("plain.h264");
    try (FfmpegCommand copy = FfmpegCommand.run(List.of("-i", sample.toString(), "-c:v", "copy", "-an", stream.toString()))) {
      until("its pictures", () -> !copy.running());
    }
    Set<String> sent = AnnexB.units(Files.readAllBytes(stream)).stream().map(HexFormat.of()::formatHex).collect(Collectors.toSet());
    try (FfmpegCommand ffmpeg = publish(sample, "live/" + server.token("alice", "r"))) {
      until("FFmpeg to publish", () -> roomPublishes(ffmpeg));
      Viewer viewer = new Viewer("bob");
      until("three seconds of media", viewer::hasSeenEnough);
      List<byte[]> slices = viewer.units().stream().filter(unit -> type(unit) == SLICE || type(unit) == IDR_SLICE).toList();
      assertThat(slices).hasSizeGreaterThanOrEqualTo(FRAMES / 2);
      assertThat(slices.stream().map(HexFormat.of()::formatHex)).as("slices, byte for byte").isSubsetOf(sent);
    }
    assertThat(door.ingestCounts().of(IngestCount.TRANSCODED_B_FRAMES)).isZero();
  }

  @Test
  void wrongKeysAreRefusedByName(@TempDir Path folder) throws IOException {
    Path sample = folder.resolve("bframes.flv");
    try (InputStream bytes = Objects.requireNonNull(RtmpPublishTest.class.getResourceAsStream("/ingest/bframes.flv"))) {
      Files.copy(bytes, sample);
    }
    Map<String, StreamRefusal> keys = Map.of(
      "live/r", StreamRefusal.NO_TOKEN,
      "live/r?token=nonsense", StreamRefusal.BAD_TOKEN,
      "live/other?token=" + server.token("alice", "r"), StreamRefusal.NOT_ALLOWED,
      "elsewhere/r?token=" + server.token("alice", "r"), StreamRefusal.BAD_NAME);
    keys.forEach((key, refusal) -> {
      try (FfmpegCommand ffmpeg = publish(sample, key)) {
        until("FFmpeg to give up", () -> !ffmpeg.running());
      }
      assertThat(door.counts().count(refusal)).as(refusal.name()).isEqualTo(1);
    });
    until("connections to end", () -> door.counts().connections() == 0);
    assertThat(door.counts().ended(RtmpEnd.REFUSED)).isEqualTo(keys.size());
    assertThat(door.counts().publishers()).isZero();
    assertThat(server.openRooms()).isZero();
  }

  @Test
  void picturesWithFarKeyframesAreEncodedAnew(@TempDir Path folder) {
    Path sample = folder.resolve("far.flv");
    try (FfmpegCommand encoder = FfmpegCommand.run(List.of("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=30:duration=5", "-f", "lavfi",
      "-i", "sine=frequency=440:sample_rate=48000:duration=5", "-c:v", "libopenh264", "-b:v", "200k", "-g", "300", "-pix_fmt", "yuv420p",
      "-c:a", "aac", "-y", sample.toString()))) {
      until("the sample", () -> !encoder.running());
    }
    try (FfmpegCommand ffmpeg = publish(sample, "live/" + server.token("alice", "r"))) {
      until("FFmpeg to publish", () -> roomPublishes(ffmpeg));
      until("the second keyframe and a second more", () -> door.ingestCounts().of(IngestCount.TRANSCODED_FAR_KEYFRAMES) >= FRAMES / 3);
      assertThat(door.ingestCounts().of(IngestCount.TRANSCODED_B_FRAMES)).isZero();
      Viewer viewer = new Viewer("bob");
      until("media", () -> viewer.report("video").frames() >= FRAMES / 3);
      assertThat(type(viewer.units().getFirst())).as("it begins with a keyframe").isNotEqualTo(SLICE);
    }
  }

  private String videoFormat() {
    try {
      return server.rooms().stream(new RoomKey("live", "r"), null).publications().stream()
        .map(publication -> publication.codec().formatParameters()).filter(format -> format.contains("profile-level-id"))
        .collect(Collectors.joining());
    } catch (RoomRefusedException e) {
      throw new IllegalStateException(e);
    }
  }

  private FfmpegCommand publish(Path sample, String path) {
    return FfmpegCommand.run(List.of("-re", "-stream_loop", "-1", "-i", sample.toString(), "-c", "copy", "-f", "flv",
      "rtmp://127.0.0.1:" + door.port() + "/" + path));
  }

  /** Whether sound and picture are there. */
  private boolean roomPublishes(FfmpegCommand ffmpeg) {
    if (ffmpeg != null) {
      assertThat(ffmpeg.running()).as(ffmpeg.output()).isTrue();
    }
    try {
      return server.rooms().stream(new RoomKey("live", "r"), null).publications().size() == 2;
    } catch (RoomRefusedException e) {
      return false;
    }
  }

  private static int type(byte[] unit) {
    return unit[0] & 0x1F;
  }

  private static boolean isSequenceParameters(byte[] unit) {
    return type(unit) == SEQUENCE_PARAMETERS;
  }

  /** ITU-T H.264 section 7.3.3: the slice's first macroblock, then its type. */
  private static int sliceType(byte[] unit) {
    BitReader bits = new BitReader(unit, 1, unit.length - 1);
    bits.variable();
    return bits.variable() % SLICE_TYPES;
  }

  /** A subscriber that keeps every payload. */
  private final class Viewer implements PayloadListener {
    private final Map<Integer, ConcurrentSkipListMap<Long, byte[]>> received = new ConcurrentHashMap<>();
    private final ScriptedSubscriber subscriber;

    private Viewer(String user) {
      subscriber = new ScriptedSubscriber(host, server.whep("r"), server.token(user, "r"), PeerSettings.DEFAULT, this);
      subscriber.open().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
    }

    @Override
    public void onPayload(int ssrc, long sequence, byte[] bytes, int offset, int length) {
      byte[] payload = Arrays.copyOfRange(bytes, offset, offset + length);
      received.computeIfAbsent(ssrc, key -> new ConcurrentSkipListMap<>()).put(sequence, payload);
    }

    private StreamReport report(String kind) {
      return subscriber.media().report(kind);
    }

    private boolean hasSeenEnough() {
      return report("video").frames() >= FRAMES && report("audio").packets() >= SOUNDS;
    }

    private List<byte[]> units() {
      List<byte[]> units = new ArrayList<>();
      H264Depacketizer depacketizer = new H264Depacketizer(units::add);
      received.getOrDefault(report("video").ssrc(), new ConcurrentSkipListMap<>()).values()
        .forEach(payload -> depacketizer.take(payload, 0, payload.length));
      return units;
    }
  }
}
