package io.ringcast.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenIssuer;
import io.ringcast.server.config.ServerSettings;
import io.ringcast.server.config.Setting;
import io.ringcast.server.config.SettingsReader;
import io.ringcast.server.config.SettingsReader.Surroundings;
import io.ringcast.server.lan.SelfSignedCertificate;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunningServerTest {

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static RunningServer server;
  private static int port;

  @TempDir
  private Path folder;

  @BeforeAll
  static void start() throws IOException {
    port = FreePorts.next();
    server = RunningServer.start(settings(port, Map.of(), null), null, InstantSource.system());
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/healthz/live,UP", "/healthz/ready,open", "/healthz/ready,database",
    "/metrics,ringcast_events_written_total", "/metrics,ringcast_events_refused_total{reason=\"queue_full\"}",
    "/metrics,jvm_memory_used_bytes", "/metrics,ringcast_drops_total{reason=", "/metrics,ringcast_loops 1.0"})
  void healthAndMetricsAnswer(String path, String containing) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains(containing);
  }

  @Test
  void pageIsServedAndRevalidated() throws Exception {
    HttpResponse<String> answer = get("/");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).containsIgnoringCase("<title>");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-cache");
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(delimiter = '|', value = {
    "GET | /nope | | | 404",
    "GET | /v1/rooms | | | 401",
    "GET | /assets/../../secret | | | 404",
    "GET | /demo/tokens | | | 405",
    "DELETE | /healthz/live | | | 405",
    "POST | / | text/plain | x | 405",
    "POST | /demo/tokens | text/csv | x | 415",
    "POST | /demo/tokens | application/json | {\"room | 400",
    "POST | /demo/tokens | application/json | {\"room\":\"r\"} | 400",
    "POST | /demo/tokens | application/json | {\"room\":\"r\",\"user\":\"u\",\"role\":\"king\"} | 400",
    "POST | /demo/tokens | application/json | {\"room\":\"r\",\"user\":\"u\",\"mode\":\"chaos\"} | 400"
  })
  void errorsAreProblems(String method, String path, String type, String body, int status) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
      .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (type != null) {
      request.header("Content-Type", type);
    }
    HttpResponse<String> answer = CLIENT.send(request.build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains("\"status\":" + status, "\"title\"", "\"detail\"").doesNotContain("Exception", "at io.ringcast");
  }

  @Test
  void largeBodyIsRefused() throws Exception {
    HttpResponse<String> answer = post("/demo/tokens", "{\"room\":\"" + "x".repeat(70_000) + "\"}");
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("64 kB");
  }

  @Test
  void demoTokensAreFreeInDevMode() throws Exception {
    HttpResponse<String> answer = post("/demo/tokens", "{\"room\":\"demo\",\"user\":\"alice\",\"role\":\"host\"}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"token\":\"ey", "\"room\":\"demo\"", "\"user\":\"alice\"");
  }

  @ParameterizedTest
  @CsvSource({"host,HOST", "audience,AUDIENCE"})
  void demoTokensOpenLiveRooms(String role, String claimed) throws Exception {
    String wish = "{\"room\":\"demo\",\"user\":\"alice\",\"mode\":\"live\",\"role\":\"" + role + "\"}";
    HttpResponse<String> answer = post("/demo/tokens", wish);
    assertThat(answer.statusCode()).isEqualTo(200);
    String payload = answer.body().replaceFirst("(?s).*\"token\":\"[^.]+\\.([^.]+)\\..*", "$1");
    String claims = new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8);
    assertThat(claims).containsIgnoringCase("\"role\":\"" + claimed + "\"");
  }

  @Test
  void thePhoneGetsTheTokenOfAUser() throws Exception {
    HttpResponse<String> page = get("/phone");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
    HttpResponse<String> answer = post("/demo/tokens", "{\"kind\":\"user\",\"user\":\"alice\"}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"token\":\"ey", "\"user\":\"alice\"").doesNotContain("\"room\"");
  }

  @Test
  void anyOriginMayAskTheApi() throws Exception {
    HttpRequest preflight = HttpRequest.newBuilder(uri("/whip/demo")).method("OPTIONS", BodyPublishers.noBody())
      .header("Origin", "http://elsewhere.example").header("Access-Control-Request-Method", "POST")
      .header("Access-Control-Request-Headers", "authorization,content-type").build();
    HttpResponse<String> answer = CLIENT.send(preflight, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Methods").orElse("")).contains("PUT", "PATCH", "DELETE");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Headers").orElse("")).containsIgnoringCase("authorization");
  }

  @Test
  void takenPortsAreNamedWithTheirSetting() throws IOException {
    assertThatExceptionOfType(PortInUseException.class)
      .isThrownBy(() -> RunningServer.start(settings(port, Map.of(), null), null, InstantSource.system()))
      .withMessageContaining("TCP port " + port).withMessageContaining("server.port");
    try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
      int free = FreePorts.next();
      ServerSettings settings = settings(free, Map.of("RINGCAST_MEDIA_PORT", String.valueOf(taken.getLocalPort())), null);
      assertThatExceptionOfType(PortInUseException.class)
        .isThrownBy(() -> RunningServer.start(settings, null, InstantSource.system()))
        .withMessageContaining("UDP port " + taken.getLocalPort()).withMessageContaining("media.port");
    }
  }

  @Test
  void lanSpeaksHttpsWithItsKeptCertificateAndWantsTheCode() throws Exception {
    SecureRandom random = new SecureRandom();
    ServerSettings.Tls tls = SelfSignedCertificate.in(folder, List.of(LOOPBACK), Instant.now(), random);
    byte[] certificate = Files.readAllBytes(tls.certificate());
    assertThat(SelfSignedCertificate.in(folder, List.of(LOOPBACK), Instant.now(), random)).isEqualTo(tls);
    assertThat(Files.readAllBytes(tls.certificate())).isEqualTo(certificate);
    int lanPort = FreePorts.next();
    ServerSettings settings = settings(lanPort, Map.of("RINGCAST_SERVER_BIND", "127.0.0.1", "RINGCAST_METRICS_TOKEN", "whisper"),
      new KeyPair("lan-key", "lan-secret")).with(tls);
    try (RunningServer lan = RunningServer.start(settings, "open-sesame", InstantSource.system());
         HttpClient client = HttpClient.newBuilder().sslContext(trusting(tls.certificate())).build()) {
      assertThat(lan.url()).isEqualTo("https://localhost:" + lanPort);
      URI tokens = URI.create("https://127.0.0.1:" + lanPort + "/demo/tokens");
      assertThat(client.send(json(tokens, "{\"room\":\"r\",\"user\":\"u\"}"), BodyHandlers.ofString()).statusCode()).isEqualTo(403);
      HttpRequest withCode = json(tokens, "{\"room\":\"r\",\"user\":\"u\",\"code\":\"open-sesame\"}");
      assertThat(client.send(withCode, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
      URI metrics = URI.create("https://127.0.0.1:" + lanPort + "/metrics");
      assertThat(client.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString()).statusCode()).isEqualTo(401);
      HttpRequest shown = HttpRequest.newBuilder(metrics).header("Authorization", "Bearer whisper").build();
      assertThat(client.send(shown, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  private static SSLContext trusting(Path certificate) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("lan", CertificateFactory.getInstance("X.509").generateCertificate(Files.newInputStream(certificate)));
    TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static ServerSettings settings(int httpPort, Map<String, String> environment, KeyPair lanPair) {
    Map<String, String> variables = new HashMap<>(Map.of("RINGCAST_MEDIA_LOOPS", "1", "RINGCAST_DATA_DIR", "target/data"));
    variables.putAll(environment);
    return SettingsReader.read(null, variables, Map.of(Setting.SERVER_PORT, String.valueOf(httpPort)),
      new Surroundings(1, List.of(LOOPBACK), lanPair));
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return CLIENT.send(json(uri(path), body), BodyHandlers.ofString());
  }

  private static HttpRequest json(URI uri, String body) {
    return HttpRequest.newBuilder(uri).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)).build();
  }

  private static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  @Test
  void aBodyThatDoesNotComeIsNotWaitedForForEver() throws Exception {
    try (Socket socket = new Socket(LOOPBACK, port)) {
      socket.setSoTimeout(40_000);
      String head = "POST /whip/r HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sdp\r\nContent-Length: 100\r\n"
        + "Authorization: Bearer " + token() + "\r\n\r\nv=0";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes("HTTP/1.1 408".length());
      assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 408");
    }
  }

  @Test
  void aHeadSentByteByByteIsNotReadForEver() throws Exception {
    try (Socket socket = new Socket(LOOPBACK, port)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(500);
      socket.getOutputStream().write("GET /healthz/live HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(trickle(socket, 60)).as("closed").isTrue();
    }
    assertThat(get("/metrics").body()).contains("ringcast_http_closed_total{reason=\"head_too_slow\"} 1.0");
  }

  /** Sends a header without an end, a byte a read; whether the server closed the connection meanwhile. Others are answered all the time. */
  private static boolean trickle(Socket socket, int bytesMax) throws Exception {
    for (int i = 0; i < bytesMax; i++) {
      try {
        socket.getOutputStream().write('x');
        if (socket.getInputStream().read() < 0) {
          return true;
        }
      } catch (SocketTimeoutException e) {
        assertThat(get("/healthz/live").statusCode()).isEqualTo(200);
      } catch (SocketException e) {
        return true;
      }
    }
    return false;
  }

  private static String token() {
    Instant now = Instant.now();
    return new TokenIssuer(KeyPair.DEVELOPMENT).issue(RoomToken.joining("slow", "r", now.plusSeconds(60)), now);
  }
}
