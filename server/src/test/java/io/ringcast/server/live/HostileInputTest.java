package io.ringcast.server.live;

import static io.ringcast.server.live.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.client.ClientHost;
import io.ringcast.client.ScriptedPublisher;
import io.ringcast.client.ScriptedSubscriber;
import io.ringcast.client.media.PublisherSettings;
import io.ringcast.client.sdp.Offer;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenIssuer;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.SfuReport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a hostile network sends is refused with a reason or counted by one, and harms nobody. */
@Timeout(90)
class HostileInputTest {
  private static final long SEED = 2_718;
  private static final String OFFER = new Offer(
      "ufrag", "password-password-password", "AA:".repeat(31) + "AA", "actpass", List.of(Offer.Media.audio("0", 7))).text();

  private LiveServer server;
  private ClientHost host;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws IOException {
    server = new LiveServer();
    host = new ClientHost();
  }

  @AfterEach
  void stop() {
    http.close();
    host.close();
    server.close();
  }

  private HttpResponse<String> post(URI door, String token, String body) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(door)
        .header("Content-Type", "application/sdp").POST(HttpRequest.BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static void refused(HttpResponse<String> answer, int status, String detail) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).contains("problem+json"));
    assertThat(answer.body()).containsIgnoringCase(detail);
  }

  @Test
  void tokensThatDoNotFitAreRefused() throws Exception {
    Instant now = Instant.now();
    String expired = new TokenIssuer(KeyPair.DEVELOPMENT)
        .issue(RoomToken.joining("alice", "r", now.minus(Duration.ofHours(1))), now.minus(Duration.ofHours(2)));
    String forged = new TokenIssuer(new KeyPair(KeyPair.DEVELOPMENT.key(), "another secret"))
        .issue(RoomToken.joining("alice", "r", now.plusSeconds(600)), now);
    refused(post(server.whip("r"), "", OFFER), 401, "token");
    refused(post(server.whip("r"), "not-a-token", OFFER), 401, "JWT");
    refused(post(server.whip("r"), forged, OFFER), 401, "signature");
    refused(post(server.whip("r"), expired, OFFER), 401, "expired");
    refused(post(server.whip("r"), server.token("alice", "other"), OFFER), 403, "other");
    refused(post(server.whep("r"), server.token("alice", "other"), OFFER), 403, "other");
  }

  @Test
  void offersThatCannotWorkAreRefused() throws Exception {
    String token = server.token("alice", "r");
    String manySections = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n"
        + IntStream.range(0, 1_000).mapToObj(i -> "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:" + i + "\r\n").collect(Collectors.joining());
    refused(post(server.whip("r"), token, without(OFFER, "a=ice-")), 422, "ice-ufrag");
    refused(post(server.whip("r"), token, without(OFFER, "a=fingerprint")), 422, "fingerprint");
    refused(post(server.whip("r"), token, manySections), 400, "64 media sections");
    refused(post(server.whip("r"), token, "x".repeat(1 << 20)), 413, "65536");
    refused(post(server.whip("r"), token, ""), 400, "body");
    refused(post(server.whip("r"), token, "hello"), 400, "line");
  }

  private static String without(String sdp, String prefix) {
    return sdp.lines().filter(line -> !line.startsWith(prefix)).collect(Collectors.joining("\r\n", "", "\r\n"));
  }

  @Test
  void garbageOnTheMediaPortsIsCountedAndHarmsNothing() throws Exception {
    ScriptedPublisher publisher = new ScriptedPublisher(host, server.whip("r"), server.token("alice", "r"), PublisherSettings.DEFAULT);
    publisher.open().orTimeout(15, TimeUnit.SECONDS).join();
    ScriptedSubscriber subscriber = new ScriptedSubscriber(host, server.whep("r"), server.token("bob", "r"));
    subscriber.open().orTimeout(15, TimeUnit.SECONDS).join();
    until("media", () -> PublishAndWatchTest.packets(subscriber, "video") > 60);
    int sent = pelt(List.of(
        publisher.resource().answer().candidates().getFirst(), subscriber.resource().answer().candidates().getFirst()));
    long before = PublishAndWatchTest.packets(subscriber, "video");
    until("media goes on", () -> PublishAndWatchTest.packets(subscriber, "video") > before + 120);
    until("all garbage was counted", () -> dropped() >= sent);
    assertThat(server.sfu().report().join().drops()).as("seed %d", SEED).containsKeys(
        DropReason.NOT_A_KNOWN_PROTOCOL, DropReason.STUN_MALFORMED, DropReason.UNKNOWN_ADDRESS, DropReason.DATAGRAM_TOO_LARGE);
    assertThat(subscriber.media().report("video").missing()).isZero();
  }

  private long dropped() {
    SfuReport report = server.sfu().report().join();
    return report.drops().entrySet().stream()
        .filter(drop -> GARBAGE.contains(drop.getKey())).mapToLong(Map.Entry::getValue).sum();
  }

  private static final List<DropReason> GARBAGE = List.of(
      DropReason.NOT_A_KNOWN_PROTOCOL, DropReason.STUN_MALFORMED, DropReason.UNKNOWN_ADDRESS, DropReason.DATAGRAM_TOO_LARGE,
      DropReason.SRTP_MALFORMED, DropReason.STUN_UNEXPECTED, DropReason.STUN_UNKNOWN_UFRAG);

  /** Sends random bytes of every protocol's first byte and every size, slowly enough that the sockets take them all. */
  private static int pelt(List<InetSocketAddress> ports) throws IOException, InterruptedException {
    Random random = new Random(SEED);
    int[] firstBytes = {0, 1, 20, 22, 63, 64, 127, 128, 144, 200, 255};
    int sent = 0;
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      for (int round = 0; round < 200; round++) {
        for (int first : firstBytes) {
          byte[] bytes = new byte[1 + random.nextInt(1_800)];
          random.nextBytes(bytes);
          bytes[0] = (byte) first;
          InetSocketAddress port = ports.get(random.nextInt(ports.size()));
          socket.send(new DatagramPacket(bytes, bytes.length, port));
          sent++;
        }
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }
    return sent;
  }

  @Test
  void theEndOfTheServerIsToldToItsPeers() {
    ScriptedPublisher publisher = new ScriptedPublisher(host, server.whip("r"), server.token("alice", "r"), PublisherSettings.DEFAULT);
    publisher.open().orTimeout(15, TimeUnit.SECONDS).join();
    server.sfu().close();
    until("the publisher hears close_notify", () -> publisher.peer().closeReason().equals("the peer closed"));
  }
}
