package io.ringcast.server.live;

import static io.ringcast.server.live.Eventually.until;
import static io.ringcast.server.live.PublishAndWatchTest.packets;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.client.ClientHost;
import io.ringcast.client.ScriptedPublisher;
import io.ringcast.client.ScriptedSubscriber;
import io.ringcast.client.media.PublisherSettings;
import io.ringcast.client.media.StreamReport;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenIssuer;
import io.ringcast.server.FreePorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole server in a process of its own where epoll is switched off, as on a system that has none. */
@Timeout(120)
class NioServerTest {
  private static final int OPEN_LIMIT_S = 15;

  @TempDir
  private Path data;

  private final List<String> log = new CopyOnWriteArrayList<>();
  private Process process;

  @AfterEach
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  @Test
  void publishesAndWatchesWithoutEpoll() throws IOException {
    int port = start();
    until("the server is ready", () -> says("Ringcast is ready") || !process.isAlive());
    assertThat(log).as("kind of sockets").anyMatch(line -> line.contains("by NIO")).noneMatch(line -> line.contains("by epoll"));
    try (ClientHost host = new ClientHost()) {
      ScriptedPublisher publisher = new ScriptedPublisher(host, at(port, "whip"), token("alice"), PublisherSettings.DEFAULT);
      publisher.open().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
      ScriptedSubscriber subscriber = new ScriptedSubscriber(host, at(port, "whep"), token("bob"));
      subscriber.open().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
      until("media", () -> packets(subscriber, "video") > 200 && packets(subscriber, "audio") > 80);
      subscriber.restartIce().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
      until("media after an ICE restart", () -> packets(subscriber, "video") > 400);
      for (String kind : List.of("audio", "video")) {
        StreamReport report = subscriber.media().report(kind);
        assertThat(report.packets()).as(kind + " packets, without gaps").isEqualTo(report.expected());
      }
      subscriber.close();
      publisher.close();
    }
  }

  private boolean says(String text) {
    return log.stream().anyMatch(line -> line.contains(text));
  }

  private static URI at(int port, String door) {
    return URI.create("http://127.0.0.1:" + port + "/" + door + "/r");
  }

  private static String token(String user) {
    Instant now = Instant.now();
    return new TokenIssuer(KeyPair.DEVELOPMENT).issue(RoomToken.joining(user, "r", now.plusSeconds(600)), now);
  }

  private int start() throws IOException {
    int port = FreePorts.next();
    process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      "-Dio.netty.transport.noNative=true", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
      "io.ringcast.server.RingcastServer", "run", "--port", String.valueOf(port), "--data-dir", data.toString())
      .redirectErrorStream(true).start();
    Thread.ofVirtual().start(() -> {
      BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      lines.lines().forEach(log::add);
    });
    return port;
  }
}
