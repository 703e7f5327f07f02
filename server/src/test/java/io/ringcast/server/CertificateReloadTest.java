package io.ringcast.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ringcast.server.config.ServerSettings.Tls;
import io.ringcast.server.config.Setting;
import io.ringcast.server.config.SettingsReader;
import io.ringcast.server.config.SettingsReader.Surroundings;
import io.ringcast.server.lan.SelfSignedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(90)
class CertificateReloadTest {

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @TempDir
  private Path folder;

  @Test
  void newConnectionsGetTheNewCertificateAndABrokenOneChangesNothing() throws Exception {
    Tls first = made("first");
    Tls second = made("second");
    Tls third = made("third");
    Tls used = new Tls(folder.resolve("used.pem"), folder.resolve("used.key"));
    put(first, used);
    Logger logger = (Logger) LoggerFactory.getLogger("io.ringcast.server.http.CertificateReload");
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.list = new CopyOnWriteArrayList<>();
    said.start();
    int port = FreePorts.next();
    try (RunningServer server = server(port, used); SSLSocket before = connect(port)) {
      logger.addAppender(said);
      assertThat(shown(before)).isEqualTo(certificate(first));
      put(second, used);
      until("the second certificate", () -> current(port).equals(certificate(second)));
      assertThat(get(before)).as("a connection from before goes on").startsWith("HTTP/1.1 200");

      Files.writeString(used.certificate(), "-----BEGIN CERTIFICATE-----\nrubbish\n-----END CERTIFICATE-----\n");
      until("the fault in the log", () -> says(said, "cannot be used"));
      assertThat(current(port)).isEqualTo(certificate(second));

      put(new Tls(third.certificate(), first.key()), used);
      until("the wrong key in the log", () -> says(said, "does not belong"));
      assertThat(current(port)).isEqualTo(certificate(second));

      Files.delete(used.key());
      until("the missing file in the log", () -> says(said, "cannot be read"));
      assertThat(current(port)).isEqualTo(certificate(second));

      put(third, used);
      until("the third certificate", () -> current(port).equals(certificate(third)));
      assertThat(server.url()).startsWith("https:");
    } finally {
      logger.detachAppender(said);
    }
    assertThat(said.list).as("no key in the log").noneMatch(event -> event.getFormattedMessage().contains("PRIVATE KEY"));
  }

  private Tls made(String name) throws IOException {
    return SelfSignedCertificate.in(folder.resolve(name), List.of(LOOPBACK), Instant.now(), new SecureRandom());
  }

  private static void put(Tls from, Tls to) throws IOException {
    Files.copy(from.certificate(), to.certificate(), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(from.key(), to.key(), StandardCopyOption.REPLACE_EXISTING);
  }

  private static RunningServer server(int port, Tls tls) {
    return RunningServer.start(SettingsReader.read(null, Map.of("RINGCAST_MEDIA_LOOPS", "1", "RINGCAST_DATA_DIR", "target/data"),
      Map.of(Setting.SERVER_PORT, String.valueOf(port)), new Surroundings(1, List.of(LOOPBACK), null)).with(tls),
      null, InstantSource.system());
  }

  private static boolean says(ListAppender<ILoggingEvent> said, String text) {
    return said.list.stream().anyMatch(event -> event.getFormattedMessage().contains(text));
  }

  private static String current(int port) {
    try (SSLSocket socket = connect(port)) {
      return shown(socket);
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static SSLSocket connect(int port) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Trusting()}, null);
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(LOOPBACK, port);
    socket.setSoTimeout(20_000);
    socket.startHandshake();
    return socket;
  }

  private static String shown(SSLSocket socket) throws IOException, GeneralSecurityException {
    return Base64.getEncoder().encodeToString(((X509Certificate) socket.getSession().getPeerCertificates()[0]).getEncoded());
  }

  private static String certificate(Tls tls) {
    try {
      return String.join("", Files.readAllLines(tls.certificate()).stream().filter(line -> !line.startsWith("-----")).toList());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String get(SSLSocket socket) throws IOException {
    socket.getOutputStream().write("GET /healthz/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    byte[] answer = new byte[4_096];
    int length = socket.getInputStream().read(answer);
    return new String(Arrays.copyOf(answer, Math.max(length, 0)), StandardCharsets.US_ASCII);
  }

  private static void until(String what, BooleanSupplier condition) throws InterruptedException {
    long deadlineNs = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadlineNs).as("waited in vain for " + what).isNegative();
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** Any certificate will do: the test looks at it itself. */
  private static final class Trusting implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) { }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) { }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
