package io.ringcast.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringcast.database.Storage;
import io.ringcast.database.support.PostgresCluster;
import io.ringcast.server.FreePorts;
import io.ringcast.server.live.WebhookReceiver.Mood;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The server is killed with -9 in the midst of joins, leaves and changes: once while its receiver is well, once while it is down,
 * once while it is forgetful. What it acknowledged arrives, in order in each room, and what it left open ends.
 */
@Timeout(600)
class EventsKillTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int ACKNOWLEDGED_MAX = 120;
  private static final long PATIENCE_MS = 150_000;
  private static final long ASK_AGAIN_MS = 200;

  @TempDir
  private Path folder;

  @Test
  void onSqlite() throws Exception {
    killAndCheck("", 1);
  }

  @Test
  @Tag("long")
  void onSqliteManyTimes() throws Exception {
    for (long seed = 100; seed < 120; seed++) {
      killAndCheck("", seed);
    }
  }

  @Test
  void onPostgresql() throws Exception {
    Optional<Path> programs = PostgresCluster.programs();
    assumeTrue(programs.isPresent(), "PostgreSQL is not installed (Debian, Ubuntu: apt-get install postgresql)");
    try (PostgresCluster cluster = PostgresCluster.start(programs.get())) {
      Storage.Postgresql database = cluster.database();
      killAndCheck("database: {url: \"" + database.url() + "\", user: " + database.user() + "}\n", 2);
    }
  }

  private void killAndCheck(String database, long seed) throws Exception {
    Path data = Files.createDirectory(folder.resolve("data-" + seed));
    int port = FreePorts.next();
    Set<String> acknowledged = new HashSet<>();
    Random random = new Random(seed);
    List<Mood> moods = new ArrayList<>(List.of(Mood.values()));
    Collections.shuffle(moods, random);
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      Path config = Files.writeString(folder.resolve("config-" + seed + ".yaml"), database
        + "server: {bind: 127.0.0.1}\nmedia: {loops: 1}\napps: [{id: shop, keys: [{key: k, secret: a-secret-of-this-test-alone}]}]\n"
        + "webhooks: [{id: r, url: \"" + receiver.url("/hook") + "\", key: k, inside: true, from: oldest}]\n");
      for (int life = 0; life < moods.size(); life++) {
        receiver.mood(moods.get(life));
        try (ServerProcess server = ServerProcess.start(config, port, data);
            BusyUsers users = new BusyUsers(port, life + "-", random.nextLong())) {
          users.untilAcknowledged(1 + random.nextInt(ACKNOWLEDGED_MAX));
          server.kill();
          users.end();
          acknowledged.addAll(users.acknowledged());
        }
      }
      receiver.mood(Mood.WELL);
      try (ServerProcess last = ServerProcess.start(config, port, data)) {
        assertThat(last.log()).as("log").isNotEmpty();
        awaitAll(receiver, acknowledged);
      }
      assertOrder(receiver);
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + ", " + acknowledged.size() + " acknowledged: " + e.getMessage(), e);
    }
  }

  /** A receiver that was down is asked again after seconds. */
  private static void awaitAll(WebhookReceiver receiver, Set<String> acknowledged) throws InterruptedException {
    for (long waitedMs = 0; !facts(receiver).containsAll(acknowledged) || !open(receiver).isEmpty(); waitedMs += ASK_AGAIN_MS) {
      if (waitedMs > PATIENCE_MS) {
        Set<String> missing = new HashSet<>(acknowledged);
        missing.removeAll(facts(receiver));
        throw new AssertionError("never came: " + missing + ", never ended: " + open(receiver));
      }
      Thread.sleep(ASK_AGAIN_MS);
    }
  }

  private static List<JsonNode> events(WebhookReceiver receiver) {
    return receiver.calls().stream().map(call -> MAPPER.readTree(call.body())).toList();
  }

  /** What the events tell, as {@link BusyUsers} says it. */
  private static Set<String> facts(WebhookReceiver receiver) {
    return events(receiver).stream().map(event -> {
      JsonNode details = event.get("details");
      JsonNode who = details.has("member") ? details.get("member").get("userId") : details.get("userId");
      return event.get("type").asString() + " " + event.get("roomId").asString() + " " + (who == null ? "" : who.asString());
    }).collect(Collectors.toSet());
  }

  /** Sessions and stays that began and have not ended, as far as was heard. */
  private static Set<String> open(WebhookReceiver receiver) {
    Set<String> open = new HashSet<>();
    Set<String> seen = new HashSet<>();
    for (JsonNode event : events(receiver)) {
      if (seen.add(event.get("id").asString())) {
        JsonNode details = event.get("details");
        switch (event.get("type").asString()) {
          case "room_started" -> open.add(event.get("sessionId").asString());
          case "room_finished" -> open.remove(event.get("sessionId").asString());
          case "participant_joined" -> open.add(details.get("member").get("participantId").asString());
          case "participant_left" -> open.remove(details.get("member").get("participantId").asString());
          default -> { }
        }
      }
    }
    return open;
  }

  /** First arrivals are in order and without gaps; a repeat carries the same id. */
  private static void assertOrder(WebhookReceiver receiver) {
    Map<String, String> idOfNumber = new HashMap<>();
    Map<String, List<Long>> firstArrivals = new HashMap<>();
    for (JsonNode event : events(receiver)) {
      String room = event.get("roomId").asString();
      long sequence = event.get("sequence").asLong();
      String id = event.get("id").asString();
      String before = idOfNumber.putIfAbsent(room + "#" + sequence, id);
      assertThat(before).as("id of " + room + "#" + sequence).isIn(null, id);
      if (before == null) {
        firstArrivals.computeIfAbsent(room, first -> new ArrayList<>()).add(sequence);
      }
    }
    firstArrivals.forEach((room, sequences) -> {
      for (int i = 0; i < sequences.size(); i++) {
        assertThat(sequences.get(i)).as("arrival in " + room).isEqualTo(i + 1);
      }
    });
  }
}
