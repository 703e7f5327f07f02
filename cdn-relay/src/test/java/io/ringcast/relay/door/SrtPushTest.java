package io.ringcast.relay.door;

import static io.ringcast.relay.support.Until.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ringcast.relay.flv.FlvReader;
import io.ringcast.relay.flv.TagFrames;
import io.ringcast.relay.live.Tools;
import io.ringcast.relay.media.AudioFrame;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.push.AddressPolicy;
import io.ringcast.relay.push.PushReason;
import io.ringcast.relay.push.PushRetry;
import io.ringcast.relay.push.PushState;
import io.ringcast.relay.push.PushUrl;
import io.ringcast.relay.srt.SrtSender;
import io.ringcast.relay.support.MovableClock;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pushes over SRT to FFmpeg, which listens, and to nobody. */
@Timeout(120)
class SrtPushTest {
  private static final long MS = 1_000_000;
  private static final PushRetry SOON = new PushRetry(50 * MS, 400 * MS, 2, 600_000 * MS, 1_000 * MS);
  private static final String PASSPHRASE = "not for everybody";
  /** A last picture is only known to be whole when another follows. */
  private static final int PICTURES = 40;

  @TempDir
  private static Path folder;
  private static List<Frame> frames = List.of();

  private final MovableClock clock = new MovableClock();
  private final List<PushState> states = new CopyOnWriteArrayList<>();
  private LiveLoop loop;
  private FakeStreams stream;
  private Pushes pushes;
  private int port;

  /** Two seconds of a moving picture and a tone, a keyframe each half second. */
  @BeforeAll
  static void encode() throws Exception {
    Tools.finish(Tools.ffmpeg(folder, "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=30", "-f", "lavfi", "-i", "sine=frequency=440",
      "-t", "2", "-c:v", "libopenh264", "-b:v", "300k", "-g", "15", "-pix_fmt", "yuv420p", "-c:a", "aac", "-ar", "48000", "-ac", "2",
      "in.flv"), folder, "ffmpeg.log");
    byte[] bytes = Files.readAllBytes(folder.resolve("in.flv"));
    List<Frame> read = new ArrayList<>();
    TagFrames tags = new TagFrames();
    new FlvReader().take(bytes, 0, bytes.length, tag -> Stream.ofNullable(tags.take(tag)).forEach(read::add));
    frames = read.stream().dropWhile(AudioFrame.class::isInstance).toList();
  }

  @BeforeEach
  void open() throws Exception {
    loop = new LiveLoop(clock);
    stream = new FakeStreams(loop);
    pushes = pushes(AddressPolicy.ANYWHERE);
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  private Pushes pushes(AddressPolicy policy) throws NoSuchAlgorithmException {
    return new Pushes(loop, new Audiences(loop), new PushAddresses(policy, InetAddress::getAllByName), SSLContext.getDefault(), SOON,
      new Random(1));
  }

  @AfterEach
  void close() {
    pushes.close();
    loop.close();
  }

  private RunningPush start(String query) {
    PushUrl url = Objects.requireNonNull(PushUrl.read("srt://127.0.0.1:" + port + query));
    assumeThat(Pushes.speaks(url)).as("SRT in FFmpeg's libraries").isTrue();
    return pushes.start(url, stream, states::add);
  }

  private Process listen(String query, String file, int pictures) throws IOException {
    return Tools.ffmpeg(folder, "-probesize", "100k", "-i", "srt://127.0.0.1:" + port + "?mode=listener" + query, "-c", "copy",
      "-frames:v", String.valueOf(pictures), file);
  }

  private boolean isRunning() {
    return !states.isEmpty() && states.getLast() instanceof PushState.Running;
  }

  private boolean retried(PushReason reason) {
    return states.stream().anyMatch(state -> state instanceof PushState.Retrying retrying && retrying.reason() == reason);
  }

  private void feedWhenTaken() {
    until("a running push", this::isRunning);
    until("the stream to be taken", () -> stream.takers() == 1);
    stream.feed(frames);
  }

  private static void assertWhole(String file, int pictures) throws Exception {
    List<String> decoded = Tools.ffprobe(folder, file, "-select_streams", "v", "-show_entries", "frame=pict_type");
    assertThat(decoded.stream().filter(line -> line.startsWith("I") || line.startsWith("P"))).hasSize(pictures);
    assertThat(decoded).allMatch(line -> line.startsWith("I") || line.startsWith("P"), "no complaint");
    List<String> sounds = Tools.ffprobe(folder, file, "-select_streams", "a", "-show_entries", "packet=pts_time");
    assertThat(sounds).hasSizeBetween(pictures * 48_000 / 1_024 / 30 - 5, pictures * 48_000 / 1_024 / 30 + 5);
  }

  @Test
  void picturesAndSoundsArriveWhole() throws Exception {
    Process ffmpeg = listen("&passphrase=" + PASSPHRASE, "whole.mkv", PICTURES);
    RunningPush push = start("?streamid=%23!::r=secret&passphrase=" + PASSPHRASE.replace(" ", "%20") + "&pbkeylen=32&latency=200");
    feedWhenTaken();
    Tools.finish(ffmpeg, folder, "ffmpeg.log");
    assertWhole("whole.mkv", PICTURES);
    assertThat(push.url().toString()).isEqualTo("srt://127.0.0.1:" + port);
    assertThat(states.toString()).doesNotContain("secret").doesNotContain("everybody");
    until("bytes sent", () -> {
      stream.feed(1_000);
      return push.sentBytes() > 0 || retried(PushReason.CLOSED_BY_PEER);
    });
  }

  @Test
  void aReceiverThatIsKilledAndComesBackIsFound() throws Exception {
    Process first = listen("", "first.mkv", 1_000);
    start("");
    feedWhenTaken();
    first.destroyForcibly().waitFor();
    until("the loss", () -> {
      stream.feed(1_000);
      return retried(PushReason.CLOSED_BY_PEER);
    });
    Process second = listen("", "second.mkv", PICTURES);
    feedWhenTaken();
    Tools.finish(second, folder, "ffmpeg.log");
    assertWhole("second.mkv", PICTURES);
  }

  @Test
  void aReceiverThatSaysNothingIsLeft() throws IOException {
    try (DatagramSocket mute = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      assertThat(mute.isBound()).isTrue();
      start("");
      until("the thread", SrtPushTest::connecting);
      clock.forward(SrtSender.CONNECT_NS);
      until("a retry", () -> retried(PushReason.TIMEOUT));
    }
  }

  @Test
  void aPushThatIsStoppedWhileItConnectsLeavesNoThread() {
    RunningPush push = start("");
    until("the thread", SrtPushTest::connecting);
    push.stop(PushReason.STOPPED);
    until("its end", () -> !connecting());
    assertThat(states.getLast()).isEqualTo(new PushState.Stopped(PushReason.STOPPED));
  }

  @Test
  void aServerThatStopsStopsItsPushes() {
    start("");
    until("the thread", SrtPushTest::connecting);
    pushes.close();
    until("its end", () -> !connecting());
  }

  private static boolean connecting() {
    return Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().startsWith("srt-"));
  }

  @Test
  void anotherPassphraseIsRefused() throws Exception {
    Process ffmpeg = listen("&passphrase=" + PASSPHRASE, "never.mkv", 1);
    try {
      start("?passphrase=something%20else");
      until("its end", () -> !states.isEmpty() && states.getLast().equals(new PushState.Failed(PushReason.REFUSED)));
    } finally {
      ffmpeg.destroyForcibly();
    }
  }

  @Test
  void whatIsOutOfBoundsIsNotConnectedTo() throws NoSuchAlgorithmException {
    pushes.close();
    pushes = pushes(AddressPolicy.PUBLIC_ONLY);
    start("?streamid=secret");
    until("its end", () -> !states.isEmpty() && states.getLast().equals(new PushState.Failed(PushReason.FORBIDDEN_ADDRESS)));
  }
}
