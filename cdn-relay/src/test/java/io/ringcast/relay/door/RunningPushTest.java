package io.ringcast.relay.door;

import static io.ringcast.relay.support.Until.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.relay.door.FakeRtmpServer.Manner;
import io.ringcast.relay.push.AddressPolicy;
import io.ringcast.relay.push.PushReason;
import io.ringcast.relay.push.PushRetry;
import io.ringcast.relay.push.PushState;
import io.ringcast.relay.push.PushUrl;
import io.ringcast.relay.support.MovableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pushes over sockets to servers of every manner. */
@Timeout(60)
class RunningPushTest {
  private static final long MS = 1_000_000;
  /** As the usual, in tenths of its times. */
  private static final PushRetry SOON = new PushRetry(50 * MS, 400 * MS, 3, 60_000 * MS, 1_000 * MS);

  private final MovableClock clock = new MovableClock();
  private final List<PushState> states = new CopyOnWriteArrayList<>();
  private LiveLoop loop;
  private FakeStreams stream;
  private Pushes pushes;

  @BeforeEach
  void open() throws NoSuchAlgorithmException {
    loop = new LiveLoop(clock);
    stream = new FakeStreams(loop);
    pushes = pushes(AddressPolicy.ANYWHERE, InetAddress::getAllByName);
  }

  private Pushes pushes(AddressPolicy policy, PushAddresses.Names names) throws NoSuchAlgorithmException {
    return new Pushes(loop, new Audiences(loop), new PushAddresses(policy, names), SSLContext.getDefault(), SOON, new Random(1));
  }

  @AfterEach
  void close() {
    pushes.close();
    loop.close();
  }

  private RunningPush start(String url) {
    return pushes.start(Objects.requireNonNull(PushUrl.read(url)), stream, states::add);
  }

  private static String url(FakeRtmpServer server) {
    return "rtmp://127.0.0.1:" + server.port() + "/app/secret?k=v";
  }

  private boolean isRunning() {
    return !states.isEmpty() && states.getLast() instanceof PushState.Running;
  }

  private List<String> steps() {
    return states.stream().map(state -> switch (state) {
      case PushState.Connecting connecting -> "connecting " + connecting.attempt();
      case PushState.Running running -> "running";
      case PushState.Retrying retrying -> "retrying " + retrying.reason();
      case PushState.Stopped stopped -> "stopped " + stopped.reason();
      case PushState.Failed failed -> "failed " + failed.reason();
    }).toList();
  }

  @Test
  void framesArriveAndItEndsInOrder() throws IOException {
    try (FakeRtmpServer server = new FakeRtmpServer(Manner.TAKES, 0)) {
      RunningPush push = start(url(server));
      until("a running push", this::isRunning);
      until("the stream to be taken", () -> stream.takers() == 1);
      stream.feed(100_000);
      until("frames", () -> server.frames().size() == 3);
      assertThat(server.requests()).singleElement().satisfies(request -> assertThat(request.path()).isEqualTo("app/secret?k=v"));
      assertThat(push.url().toString()).doesNotContain("secret");
      push.stop(PushReason.STOPPED);
      until("its end", () -> states.getLast() instanceof PushState.Stopped);
      assertThat(steps()).containsExactly("connecting 1", "running", "stopped STOPPED");
      until("the stream to be let go", () -> stream.takers() == 0);
    }
  }

  @Test
  void aServerThatIsKilledAndComesBackIsFound() throws IOException {
    int port;
    try (FakeRtmpServer server = new FakeRtmpServer(Manner.TAKES, 0)) {
      port = server.port();
      start(url(server));
      until("a running push", this::isRunning);
    }
    until("tries in vain", () -> steps().contains("retrying UNREACHABLE"));
    try (FakeRtmpServer again = new FakeRtmpServer(Manner.TAKES, port)) {
      until("a running push", this::isRunning);
      stream.feed(1_000);
      until("frames", () -> again.frames().size() >= 3);
    }
    assertThat(steps()).startsWith("connecting 1", "running", "retrying CLOSED_BY_PEER", "connecting 2");
  }

  @ParameterizedTest
  @CsvSource({"CLOSES_IN_HANDSHAKE,CLOSED_BY_PEER", "BABBLES,PROTOCOL", "REFUSES,REFUSED"})
  void aBadServerIsTriedAgainForItsReason(Manner manner, PushReason reason) throws IOException {
    try (FakeRtmpServer server = new FakeRtmpServer(manner, 0)) {
      start(url(server));
      until("a second try", () -> states.size() >= 3);
      assertThat(steps()).startsWith("connecting 1", "retrying " + reason, "connecting 2");
      server.become(Manner.TAKES);
      until("a running push", this::isRunning);
    }
  }

  @Test
  void aServerThatHangsIsLeft() throws IOException {
    try (FakeRtmpServer server = new FakeRtmpServer(Manner.HANGS, 0)) {
      start(url(server));
      until("the connection", () -> server.accepted() == 1);
      clock.forward(11_000 * MS);
      until("a retry", () -> steps().contains("retrying TIMEOUT"));
    }
  }

  @Test
  void aServerThatStopsReadingIsTooSlow() throws IOException {
    try (FakeRtmpServer server = new FakeRtmpServer(Manner.STOPS_READING, 0)) {
      start(url(server));
      until("a running push", this::isRunning);
      until("the stream to be taken", () -> stream.takers() == 1);
      for (int i = 0; i < 40; i++) {
        stream.feed(1 << 20);
      }
      loop.execute(() -> { });
      until("a full socket and a clock that went on", () -> {
        clock.forward(RtmpPushConnection.STALL_NS / 4);
        return steps().contains("retrying TOO_SLOW");
      });
    }
  }

  @Test
  void aKeyThatIsRefusedAgainAndAgainFails() throws IOException {
    try (FakeRtmpServer server = new FakeRtmpServer(Manner.REFUSES, 0)) {
      start(url(server));
      until("its end", () -> steps().contains("failed REFUSED"));
      assertThat(server.accepted()).isEqualTo(SOON.refusals());
    }
  }

  @Test
  void whatIsOutOfBoundsIsNotConnectedTo() throws IOException, NoSuchAlgorithmException {
    try (FakeRtmpServer server = new FakeRtmpServer(Manner.TAKES, 0)) {
      pushes.close();
      pushes = pushes(AddressPolicy.PUBLIC_ONLY, host -> new InetAddress[] {InetAddress.getLoopbackAddress()});
      start("rtmp://cdn.example:" + server.port() + "/app/key");
      until("its end", () -> steps().contains("failed FORBIDDEN_ADDRESS"));
      assertThat(server.accepted()).isZero();
    }
  }

  @Test
  void aNameThatNobodyKnowsIsTriedAgain() throws NoSuchAlgorithmException {
    pushes.close();
    pushes = pushes(AddressPolicy.ANYWHERE, host -> {
      throw new UnknownHostException(host);
    });
    start("rtmp://cdn.example/app/key");
    until("a retry", () -> steps().contains("retrying UNKNOWN_HOST"));
  }

  @Test
  void aStreamThatEndsEndsItsPushes() throws IOException {
    try (FakeRtmpServer server = new FakeRtmpServer(Manner.TAKES, 0)) {
      start(url(server));
      until("a running push", this::isRunning);
      until("the stream to be taken", () -> stream.takers() == 1);
      stream.feed(1_000);
      stream.end();
      until("its end", () -> steps().contains("stopped SOURCE_ENDED"));
    }
  }
}
