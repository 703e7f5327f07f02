package io.ringcast.events.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.events.Event;
import io.ringcast.events.delivery.Outcome;
import io.ringcast.events.format.Body;
import io.ringcast.events.format.EventJson;
import io.ringcast.events.format.LiveKitSigner;
import io.ringcast.events.format.Renderer;
import io.ringcast.events.format.RongCloudSigner;
import io.ringcast.events.format.Signer;
import io.ringcast.events.format.SigningKey;
import io.ringcast.events.format.WebhookFormat;
import io.ringcast.events.outside.CheckedLookup;
import io.ringcast.events.support.RawReceiver;
import io.ringcast.events.support.Samples;
import io.ringcast.events.support.TestCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.LockSupport;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSenderTest {
  private static final Event EVENT = Samples.numbered(1, "app", "room", 1, Samples.ALL.get(2));
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  /** No test waits for this; a hang ends much earlier or fails. */
  private static final long PATIENT_MS = 60_000;
  private static final long HASTY_MS = 300;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  private static Receiver receiver(URI url, Signer signer, boolean insideAllowed) {
    return new Receiver("r", url, new WebhookFormat("json", new EventJson(), signer), new SigningKey("key", "secret"), Set.of(), Set.of(),
      insideAllowed, Receiver.Start.NOW);
  }

  private HttpSender sender(Receiver receiver, CheckedLookup.Names names, long totalMs) {
    return new HttpSender(receiver, CLOCK, new Random(1), timer,
      new HttpSender.Network(names, DefaultClientTlsStrategy.createDefault(), 4, totalMs));
  }

  private Outcome send(RawReceiver to, long totalMs) throws InterruptedException {
    return send(receiver(to.url("/hook"), new LiveKitSigner(), true), InetAddress::getAllByName, totalMs);
  }

  /** On a thread of its own, as a courier does it: the sender may interrupt it. */
  private Outcome send(Receiver to, CheckedLookup.Names names, long totalMs) throws InterruptedException {
    Outcome[] outcome = new Outcome[1];
    try (HttpSender sender = sender(to, names, totalMs)) {
      Thread.ofVirtual().start(() -> outcome[0] = sender.send(EVENT)).join();
    }
    return outcome[0];
  }

  @Test
  void theBodyIsPostedAndSigned() throws Exception {
    try (RawReceiver receiver = RawReceiver.answering(OK)) {
      assertThat(send(receiver, PATIENT_MS)).isEqualTo(Outcome.ACCEPTED);
      RawReceiver.Request request = receiver.requests().getFirst();
      assertThat(request.head()).startsWith("POST /hook HTTP/1.1\r\n");
      assertThat(request.text()).isEqualTo(EventJson.text(EVENT));
      assertThat(request.header("Content-Type")).startsWith("application/json");
      assertThat(request.header("Authorization")).startsWith("ey");
      assertThat(request.header("Accept-Encoding")).isEmpty();
    }
  }

  @Test
  void aSignatureInTheUrlKeepsWhatIsThere() throws Exception {
    try (RawReceiver receiver = RawReceiver.answering(OK)) {
      assertThat(send(receiver(receiver.url("/hook?tenant=a%20b"), new RongCloudSigner(), true), InetAddress::getAllByName, PATIENT_MS))
        .isEqualTo(Outcome.ACCEPTED);
      assertThat(receiver.requests().getFirst().head().lines().findFirst().orElseThrow())
        .matches("POST /hook\\?tenant=a(%20|\\+)b&appKey=key&nonce=\\d+&timestamp=1800000000000&signature=[0-9a-f]{40} HTTP/1.1");
    }
  }

  @ParameterizedTest
  @CsvSource({"200,ACCEPTED", "204,ACCEPTED", "301,REDIRECTED", "302,REDIRECTED", "307,REDIRECTED", "400,REJECTED", "422,REJECTED",
    "401,REFUSED", "404,REFUSED", "410,REFUSED", "429,REFUSED", "500,FAILED", "503,FAILED"})
  void aStatusDecides(int status, Outcome outcome) throws Exception {
    try (RawReceiver elsewhere = RawReceiver.answering(OK);
         RawReceiver receiver = RawReceiver.answering("HTTP/1.1 " + status + " x\r\nLocation: " + elsewhere.url("/")
           + (status == 204 ? "" : "\r\nContent-Length: 0") + "\r\n\r\n")) {
      assertThat(send(receiver, PATIENT_MS)).isEqualTo(outcome);
      assertThat(receiver.requests()).hasSize(1);
      assertThat(elsewhere.connections()).as("redirects are not followed").isZero();
    }
  }

  @Test
  void aConnectionIsUsedAgain() throws Exception {
    try (RawReceiver receiver = RawReceiver.answering(OK);
         HttpSender sender = sender(receiver(receiver.url("/"), new LiveKitSigner(), true), InetAddress::getAllByName, PATIENT_MS)) {
      for (int i = 0; i < 5; i++) {
        assertThat(sender.send(EVENT)).isEqualTo(Outcome.ACCEPTED);
      }
      assertThat(receiver.connections()).isEqualTo(1);
    }
  }

  @Test
  void anAnswerWithoutEndIsCutOff() throws Exception {
    RawReceiver.Answer endless = (request, out) -> {
      out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      writeForEver(out);
      return false;
    };
    try (RawReceiver receiver = new RawReceiver(endless)) {
      assertThat(send(receiver, PATIENT_MS)).isEqualTo(Outcome.ACCEPTED);
    }
  }

  @Test
  void headersWithoutEndAreCutOff() throws Exception {
    RawReceiver.Answer endless = (request, out) -> {
      out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
      writeForEver(out);
      return false;
    };
    try (RawReceiver receiver = new RawReceiver(endless)) {
      assertThat(send(receiver, PATIENT_MS)).isEqualTo(Outcome.MALFORMED);
    }
  }

  private static void writeForEver(OutputStream out) throws IOException {
    byte[] much = new byte[8_192];
    Arrays.fill(much, (byte) 'x');
    while (true) {
      out.write(much);
    }
  }

  @Test
  void whatIsNotHttpIsMalformed() throws Exception {
    try (RawReceiver receiver = RawReceiver.answering("220 smtp.example ESMTP\r\n\r\n".repeat(2_000))) {
      assertThat(send(receiver, PATIENT_MS)).isEqualTo(Outcome.MALFORMED);
    }
  }

  @Test
  void silenceTimesOut() throws Exception {
    try (RawReceiver receiver = new RawReceiver((request, out) -> true)) {
      assertThat(send(receiver, HASTY_MS)).isEqualTo(Outcome.TIMED_OUT);
    }
  }

  @Test
  void aDripThatNeverEndsTimesOut() throws Exception {
    RawReceiver.Answer drip = (request, out) -> {
      out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
      while (true) {
        out.write("X: y\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        LockSupport.parkNanos(50_000_000);
      }
    };
    try (RawReceiver receiver = new RawReceiver(drip)) {
      assertThat(send(receiver, HASTY_MS)).isEqualTo(Outcome.TIMED_OUT);
    }
  }

  @Test
  void aBodyThatIsPromisedAndNeverComesDoesNotTakeTheStatusBack() throws Exception {
    try (RawReceiver receiver = RawReceiver.answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")) {
      assertThat(send(receiver, HASTY_MS)).isEqualTo(Outcome.ACCEPTED);
    }
  }

  @Test
  void aHangUpIsUnreachable() throws Exception {
    try (RawReceiver receiver = new RawReceiver((request, out) -> false)) {
      assertThat(send(receiver, PATIENT_MS)).isEqualTo(Outcome.UNREACHABLE);
    }
  }

  @Test
  void aClosedPortIsUnreachable() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    Receiver nobody = receiver(URI.create("http://127.0.0.1:" + port), new LiveKitSigner(), true);
    assertThat(send(nobody, InetAddress::getAllByName, PATIENT_MS)).isEqualTo(Outcome.UNREACHABLE);
  }

  @Test
  void plainTextIsNoTls() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> {
        try (Socket socket = plain.accept()) {
          socket.getOutputStream().write(OK.getBytes(StandardCharsets.US_ASCII));
          socket.getInputStream().readAllBytes();
        } catch (IOException e) {
          // The sender has gone.
        }
      });
      Receiver secure = receiver(URI.create("https://127.0.0.1:" + plain.getLocalPort()), new LiveKitSigner(), true);
      assertThat(send(secure, InetAddress::getAllByName, PATIENT_MS)).isEqualTo(Outcome.TLS_FAILED);
    }
  }

  @ParameterizedTest
  @CsvSource({"hooks.example,true,ACCEPTED", "hooks.example,false,TLS_FAILED", "elsewhere.example,true,TLS_FAILED"})
  void certificatesAreChecked(String host, boolean trusted, Outcome outcome, @TempDir Path folder) throws Exception {
    TestCertificate certificate = TestCertificate.make(folder, "hooks.example");
    try (RawReceiver receiver = new RawReceiver(certificate.serverSocket(), (request, out) -> {
      out.write(OK.getBytes(StandardCharsets.US_ASCII));
      return true;
    })) {
      Receiver secure = receiver(URI.create("https://" + host + ":" + receiver.port() + "/"), new LiveKitSigner(), true);
      HttpSender.Network network = new HttpSender.Network(name -> new InetAddress[] {address(127, 0, 0, 1)},
        trusted ? new DefaultClientTlsStrategy(certificate.trusting()) : DefaultClientTlsStrategy.createDefault(), 4, PATIENT_MS);
      try (HttpSender sender = new HttpSender(secure, CLOCK, new Random(1), timer, network)) {
        assertThat(sender.send(EVENT)).isEqualTo(outcome);
      }
    }
  }

  @Test
  void anAddressInsideIsRefusedUnlessAllowed() throws Exception {
    try (RawReceiver receiver = RawReceiver.answering(OK)) {
      Receiver inside = receiver(receiver.url("/"), new LiveKitSigner(), false);
      assertThat(send(inside, InetAddress::getAllByName, PATIENT_MS)).isEqualTo(Outcome.INSIDE_ADDRESS);
      assertThat(receiver.connections()).isZero();
    }
  }

  @Test
  void oneAddressInsideAmongOthersIsRefused() throws Exception {
    try (RawReceiver receiver = RawReceiver.answering(OK)) {
      Receiver named = receiver(URI.create("http://trap.example:" + receiver.port()), new LiveKitSigner(), false);
      CheckedLookup.Names trap = host -> new InetAddress[] {address(1, 1, 1, 1), address(127, 0, 0, 1)};
      assertThat(send(named, trap, PATIENT_MS)).isEqualTo(Outcome.INSIDE_ADDRESS);
      assertThat(receiver.connections()).isZero();
    }
  }

  @Test
  void aNameThatChangesItsMindIsRefusedWhenItDoes() throws Exception {
    try (RawReceiver receiver = RawReceiver.answering(OK)) {
      Receiver named = receiver(URI.create("http://rebinding.example:" + receiver.port()), new LiveKitSigner(), false);
      Queue<InetAddress> answers = new ArrayDeque<>(List.of(address(127, 0, 0, 1), address(10, 0, 0, 1)));
      CheckedLookup.Names rebinding = host -> new InetAddress[] {answers.remove()};
      assertThat(send(named, rebinding, PATIENT_MS)).isEqualTo(Outcome.INSIDE_ADDRESS);
      assertThat(answers).as("one lookup, the one that is checked").hasSize(1);
      assertThat(receiver.connections()).isZero();
    }
  }

  @Test
  void theConnectionGoesToTheAddressThatWasChecked() throws Exception {
    try (RawReceiver receiver = RawReceiver.answering(OK)) {
      Receiver named = receiver(URI.create("http://hooks.example:" + receiver.port() + "/"), new LiveKitSigner(), true);
      assertThat(send(named, host -> new InetAddress[] {address(127, 0, 0, 1)}, PATIENT_MS)).isEqualTo(Outcome.ACCEPTED);
      assertThat(receiver.requests().getFirst().header("Host")).isEqualTo("hooks.example:" + receiver.port());
    }
  }

  @Test
  void aNameThatNobodyKnowsIsSaidSo() throws Exception {
    Receiver named = receiver(URI.create("http://nowhere.example/"), new LiveKitSigner(), false);
    assertThat(send(named, host -> {
      throw new UnknownHostException(host);
    }, PATIENT_MS)).isEqualTo(Outcome.UNKNOWN_HOST);
  }

  @Test
  void aFormatThatThrowsIsNotTheReceiversFault() throws Exception {
    Renderer broken = new Renderer() {
      @Override
      public boolean wants(Event event) {
        return true;
      }

      @Override
      public Body render(Event event) {
        throw new IllegalStateException("no words");
      }
    };
    Receiver receiver = new Receiver("r", URI.create("http://127.0.0.1:1/"), new WebhookFormat("broken", broken, new LiveKitSigner()),
      new SigningKey("key", "secret"), Set.of(), Set.of(), true, Receiver.Start.NOW);
    assertThat(send(receiver, InetAddress::getAllByName, PATIENT_MS)).isEqualTo(Outcome.UNRENDERABLE);
  }

  private static InetAddress address(int... bytes) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {(byte) bytes[0], (byte) bytes[1], (byte) bytes[2], (byte) bytes[3]});
  }
}
