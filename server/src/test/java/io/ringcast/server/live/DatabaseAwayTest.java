package io.ringcast.server.live;

import static io.ringcast.server.live.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringcast.database.Storage;
import io.ringcast.database.support.PostgresCluster;
import io.ringcast.identity.Grant;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenIssuer;
import io.ringcast.server.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that goes away and comes back under a server. */
@Timeout(300)
class DatabaseAwayTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir
  private Path folder;

  private URI server;

  private HttpResponse<String> send(HttpRequest.Builder request, String user) {
    Instant now = Instant.now();
    String token = new TokenIssuer(BusyUsers.PAIR).issue(RoomToken.joining(user, "r", now.plusSeconds(600)).with(Grant.ROOM_LIST), now);
    try {
      return HTTP.send(request.header("Authorization", "Bearer " + token).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> publish(String user) {
    return send(HttpRequest.newBuilder(server.resolve("/whip/r")).header("Content-Type", "application/sdp")
      .POST(BodyPublishers.ofString(BusyUsers.OFFER)), user);
  }

  private HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(server.resolve(path)), "reader");
  }

  @Test
  void nobodyIsLetInUntilItIsBackAndNothingIsLost() throws Exception {
    Optional<Path> programs = PostgresCluster.programs();
    assumeTrue(programs.isPresent(), "PostgreSQL is not installed (Debian, Ubuntu: apt-get install postgresql)");
    int port = FreePorts.next();
    server = URI.create("http://127.0.0.1:" + port);
    try (PostgresCluster cluster = PostgresCluster.start(programs.get())) {
      Storage.Postgresql database = cluster.database();
      Path config = Files.writeString(folder.resolve("config.yaml"),
        "server: {bind: 127.0.0.1}\nmedia: {loops: 1}\napps: [{id: shop, keys: [{key: k, secret: a-secret-of-this-test-alone}]}]\n"
          + "database: {url: \"" + database.url() + "\", user: " + database.user() + "}\n");
      try (ServerProcess process = ServerProcess.start(config, port, folder.resolve("data"))) {
        assertThat(publish("ann").statusCode()).as(String.join("\n", process.log())).isEqualTo(201);
        cluster.stopServer();
        HttpResponse<String> refused = publish("bob");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("urn:ringcast:problem:events-unwritable");
        assertThat(get("/healthz/ready").statusCode()).isEqualTo(503);
        assertThat(get("/healthz/ready").body()).contains("\"status\":\"DOWN\"", "\"media\":\"open\"", "\"database\":\"away\"");
        assertThat(publish("cid").statusCode()).isEqualTo(503);
        assertThat(get("/v1/rooms/r").body()).as("who was there stays").contains("\"userId\":\"ann\"").doesNotContain("bob");
        assertThat(get("/v1/events").statusCode()).isEqualTo(503);
        cluster.startServer();
        until("it is ready again", () -> get("/healthz/ready").statusCode() == 200);
        assertThat(publish("dan").statusCode()).isEqualTo(201);
        assertThat(get("/v1/events").body()).as("who was refused came and went").containsSubsequence(
          "participant_joined", "\"userId\":\"ann\"", "participant_joined", "\"userId\":\"bob\"", "participant_left", "\"userId\":\"bob\"",
          "participant_joined", "\"userId\":\"dan\"");
      }
    }
  }
}
