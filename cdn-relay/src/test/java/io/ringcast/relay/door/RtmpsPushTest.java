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
import io.ringcast.relay.support.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pushes over TLS: whom they believe. */
@Timeout(60)
class RtmpsPushTest {
  private static final long MS = 1_000_000;
  private static final PushRetry SOON = new PushRetry(50 * MS, 400 * MS, 3, 60_000 * MS, 1_000 * MS);
  private static final String HERE = "127.0.0.1";

  private final LiveLoop loop = new LiveLoop(new MovableClock());
  private final FakeStreams stream = new FakeStreams(loop);
  private final List<PushState> states = new CopyOnWriteArrayList<>();
  private TestAuthority authority;
  private Pushes pushes;

  @BeforeEach
  void open() throws Exception {
    authority = new TestAuthority();
    pushes = new Pushes(loop, new Audiences(loop), new PushAddresses(AddressPolicy.ANYWHERE, InetAddress::getAllByName),
      authority.client(), SOON, new Random(1));
  }

  @AfterEach
  void close() {
    pushes.close();
    loop.close();
  }

  private FakeRtmpServer server(Manner manner, SSLContext identity) throws IOException {
    return new FakeRtmpServer(manner, 0, identity.getServerSocketFactory());
  }

  private void start(FakeRtmpServer server) {
    pushes.start(Objects.requireNonNull(PushUrl.read("rtmps://" + HERE + ":" + server.port() + "/app/secret")), stream, states::add);
  }

  private boolean isRunning() {
    return !states.isEmpty() && states.getLast() instanceof PushState.Running;
  }

  private boolean retried(PushReason reason) {
    return states.stream().anyMatch(state -> state instanceof PushState.Retrying retrying && retrying.reason() == reason);
  }

  @Test
  void aGoodCertificateIsPushedTo() throws Exception {
    try (FakeRtmpServer server = server(Manner.TAKES, authority.server(GeneralName.iPAddress, HERE, 10))) {
      start(server);
      until("a running push", this::isRunning);
      until("the stream to be taken", () -> stream.takers() == 1);
      stream.feed(100_000);
      until("frames", () -> server.frames().size() == 3);
    }
  }

  private void assertUntrusted(SSLContext identity) throws IOException {
    try (FakeRtmpServer server = server(Manner.TAKES, identity)) {
      start(server);
      until("its end", () -> !states.isEmpty() && states.getLast() instanceof PushState.Failed);
      assertThat(states.getLast()).isEqualTo(new PushState.Failed(PushReason.UNTRUSTED));
      assertThat(server.requests()).as("nobody was told the key").isEmpty();
    }
  }

  @Test
  void anotherHostsCertificateIsNotBelieved() throws Exception {
    assertUntrusted(authority.server(GeneralName.dNSName, "cdn.example", 10));
  }

  @Test
  void oneThatIsOverIsNotBelieved() throws Exception {
    assertUntrusted(authority.server(GeneralName.iPAddress, HERE, -1));
  }

  @Test
  void oneOfAnUnknownAuthorityIsNotBelieved() throws Exception {
    assertUntrusted(new TestAuthority().server(GeneralName.iPAddress, HERE, 10));
  }

  @Test
  void aServerThatClosesInTheHandshakeIsTriedAgain() throws Exception {
    try (FakeRtmpServer server = new FakeRtmpServer(Manner.CLOSES_IN_HANDSHAKE, 0, ServerSocketFactory.getDefault())) {
      start(server);
      until("a retry", () -> retried(PushReason.CLOSED_BY_PEER) || retried(PushReason.PROTOCOL));
    }
  }

  @Test
  void aServerWithoutTlsIsTriedAgain() throws Exception {
    try (FakeRtmpServer server = new FakeRtmpServer(Manner.BABBLES, 0, ServerSocketFactory.getDefault())) {
      start(server);
      until("a retry", () -> retried(PushReason.PROTOCOL) || retried(PushReason.CLOSED_BY_PEER));
    }
  }
}
