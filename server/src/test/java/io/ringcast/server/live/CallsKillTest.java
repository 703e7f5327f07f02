package io.ringcast.server.live;

import static io.ringcast.server.live.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringcast.client.ClientHost;
import io.ringcast.client.ScriptedPublisher;
import io.ringcast.client.media.PublisherSettings;
import io.ringcast.database.Storage;
import io.ringcast.database.support.PostgresCluster;
import io.ringcast.server.FreePorts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole server killed with -9 while a call rings, while it connects and while two talk: its devices go on where they were, the call
 * ends when they end it, and both histories and the back end have the same of it.
 */
@Timeout(600)
class CallsKillTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int OPEN_LIMIT_S = 15;

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ClientHost host = new ClientHost();
  private int port;

  @Test
  void onSqlite() throws Exception {
    killAndCheck("");
  }

  @Test
  @Tag("long")
  void onPostgresql() throws Exception {
    Optional<Path> programs = PostgresCluster.programs();
    assumeTrue(programs.isPresent(), "PostgreSQL is not installed (Debian, Ubuntu: apt-get install postgresql)");
    try (PostgresCluster cluster = PostgresCluster.start(programs.get())) {
      Storage.Postgresql database = cluster.database();
      killAndCheck("database: {url: \"" + database.url() + "\", user: " + database.user() + "}\n");
    }
  }

  private void killAndCheck(String database) throws Exception {
    port = FreePorts.next();
    Path config = Files.writeString(folder.resolve("config.yaml"), database + "server: {bind: 127.0.0.1}\nmedia: {loops: 1}\n"
        + "apps: [{id: calls, keys: [{key: %s, secret: %s}]}]\n".formatted(CallServer.PAIR.key(), CallServer.PAIR.secret()));
    Path data = folder.resolve("data");
    CallPhone ann = phone("ann");
    CallPhone bob = phone("bob");
    String callId;
    try (ServerProcess server = ServerProcess.start(config, port, data)) {
      ann.connect();
      bob.connect();
      callId = ann.ask("call.start", "\"userIds\":[\"bob\"]").get("callId").asString();
      bob.event("call.incoming");
      server.kill();
    }
    try (ServerProcess server = ServerProcess.start(config, port, data)) {
      resume(ann, bob);
      bob.onCall("call.accept", callId);
      ann.event("call.room");
      server.kill();
    }
    long connectedMs;
    try (ServerProcess server = ServerProcess.start(config, port, data)) {
      resume(ann, bob);
      enter(ann, callId);
      enter(bob, callId);
      connectedMs = ann.event("call.connected").get("atMs").asLong();
      assertThat(bob.event("call.connected").get("atMs").asLong()).isEqualTo(connectedMs);
      server.kill();
    }
    try (ServerProcess server = ServerProcess.start(config, port, data)) {
      assertThat(server.log()).isNotEmpty();
      resume(ann, bob);
      JsonNode call = ann.ask("call.list", "").get("calls").get(0);
      assertThat(call.get("you").asString()).isEqualTo("ONCALL");
      assertThat(call.get("connectedAtMs").asLong()).isEqualTo(connectedMs);
      bob.onCall("call.hangUp", callId);
      JsonNode record = ann.event("record").get("record");
      assertThat(record.get("connectedAtMs").asLong()).isEqualTo(connectedMs);
      assertThat(record.get("talkedMs").asLong()).isEqualTo(ann.event("call.ended").get("atMs").asLong() - connectedMs);
      assertThat(history(ann)).isEqualTo(record);
      assertThat(history(bob).get("talkedMs")).isEqualTo(record.get("talkedMs"));
      assertThat(history(bob).get("direction").asString()).isEqualTo("IN");
      checkEvents(callId, record);
      checkHistories(callId);
    }
    for (CallPhone phone : List.of(ann, bob)) {
      assertThat(phone.numbers()).isEqualTo(LongStream.rangeClosed(1, phone.lastNumber()).boxed().toList());
      phone.close();
    }
    host.close();
  }

  private CallPhone phone(String userId) {
    return new CallPhone(
        http, URI.create("ws://127.0.0.1:" + port + "/call/v1"), CallServer.userToken(CallServer.PAIR, userId, Set.of()), "d");
  }

  private static void resume(CallPhone... phones) {
    for (CallPhone phone : phones) {
      assertThat(phone.resume().get("resumed").asBoolean()).isTrue();
    }
  }

  /** With a fresh token: the device takes part already. */
  private void enter(CallPhone phone, String callId) {
    JsonNode room = phone.onCall("call.join", callId).get("room");
    ScriptedPublisher publisher = new ScriptedPublisher(
        host, at("/whip/" + room.get("name").asString()), room.get("token").asString(), PublisherSettings.DEFAULT);
    publisher.open().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
  }

  private static JsonNode history(CallPhone phone) {
    return phone.ask("records.list", "").get("records").get(0);
  }

  /** Each once, whatever died in between. */
  private void checkEvents(String callId, JsonNode record) throws Exception {
    until("the end stands in the log of events", () -> eventsOf(callId).stream().anyMatch(event -> type(event).equals("call_ended")));
    List<JsonNode> events = eventsOf(callId).stream().filter(event -> type(event).startsWith("call_")).toList();
    assertThat(events).extracting(CallsKillTest::type).containsExactly("call_started", "call_connected", "call_ended");
    JsonNode ended = events.getLast().get("details");
    assertThat(ended.get("durationMs")).isEqualTo(record.get("talkedMs"));
    assertThat(ended.get("parts").get(1).get("userId").asString()).isEqualTo("bob");
  }

  private static String type(JsonNode event) {
    return event.get("type").asString();
  }

  private List<JsonNode> eventsOf(String callId) {
    return ask("GET", "/v1/events?limit=1000").get("events").valueStream()
        .filter(event -> event.get("roomId").asString().equals(callId)).toList();
  }

  /** What back ends do with histories. */
  private void checkHistories(String callId) {
    JsonNode page = ask("GET", "/v1/call-users/ann/records?withUserId=bob&limit=1");
    assertThat(page.get("records").get(0).get("callId").asString()).isEqualTo(callId);
    assertThat(ask("GET", "/v1/call-users/ann/records?missed=true").get("records").isEmpty()).isTrue();
    assertThat(ask("DELETE", "/v1/call-users/ann/records?callId=" + callId).get("deleted").asInt()).isEqualTo(1);
    assertThat(ask("GET", "/v1/call-users/ann/records").get("records").isEmpty()).isTrue();
    ask("DELETE", "/v1/call-users/ann");
    JsonNode bobs = ask("GET", "/v1/call-users/bob/records").get("records").get(0);
    assertThat(bobs.get("callerId").asString()).isEqualTo("(erased)");
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private JsonNode ask(String method, String path) {
    HttpRequest request = HttpRequest.newBuilder(at(path)).header("Authorization", "Bearer " + CallServer.backEnd(CallServer.PAIR))
        .method(method, HttpRequest.BodyPublishers.noBody()).build();
    String body = http.sendAsync(request, BodyHandlers.ofString()).orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join().body();
    return MAPPER.readTree(body.isEmpty() ? "{}" : body);
  }
}
