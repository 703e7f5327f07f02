package io.ringcast.events.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringcast.database.support.PostgresCluster;
import io.ringcast.events.support.RawReceiver;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server killed with -9, again and again, while its receiver is well, down or forgetful: what it acknowledged arrives. */
class KillTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  private static final String DOWN = "HTTP/1.1 503 Down\r\nContent-Length: 0\r\n\r\n";
  /** A line that was cut off has none. */
  private static final String END = " .";
  private static final int LIVES = 4;
  private static final int APPENDS = 400;
  private static final long PATIENCE_SECONDS = 120;

  /** How the receiver treats requests in one life of the server. */
  private enum Mood { WELL, DOWN, TAKES_AND_HANGS_UP }

  @TempDir
  Path folder;

  private final Set<String> acknowledged = new HashSet<>();
  private final LinkedBlockingQueue<JsonNode> arrivals = new LinkedBlockingQueue<>();
  private volatile Mood mood = Mood.WELL;

  @Test
  void onSqlite() throws Exception {
    for (long seed = 1; seed <= 2; seed++) {
      killAndCheck(folder.resolve(seed + ".db").toString(), seed);
    }
  }

  @Test
  @Tag("long")
  void onSqliteManyTimes() throws Exception {
    for (long seed = 100; seed < 130; seed++) {
      killAndCheck(folder.resolve(seed + ".db").toString(), seed);
    }
  }

  @Test
  void onPostgresql() throws Exception {
    Optional<Path> programs = PostgresCluster.programs();
    assumeTrue(programs.isPresent(), "PostgreSQL is not installed (Debian, Ubuntu: apt-get install postgresql)");
    try (PostgresCluster cluster = PostgresCluster.start(programs.get())) {
      killAndCheck(cluster.database().url(), 3);
    }
  }

  private void killAndCheck(String storage, long seed) throws Exception {
    acknowledged.clear();
    arrivals.clear();
    Random random = new Random(seed);
    try (RawReceiver receiver = new RawReceiver(this::answer)) {
      for (int life = 0; life < LIVES; life++) {
        mood = Mood.values()[random.nextInt(Mood.values().length)];
        live(storage, receiver.url("/").toString(), random.nextLong(), 1 + random.nextInt(APPENDS / 2));
      }
      mood = Mood.WELL;
      Process last = start(storage, receiver.url("/").toString(), random.nextLong(), 0);
      try {
        checkArrivals();
      } finally {
        last.destroyForcibly().waitFor();
      }
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }

  private boolean answer(RawReceiver.Request request, OutputStream out) throws IOException {
    Mood now = mood;
    if (now != Mood.DOWN) {
      arrivals.add(MAPPER.readTree(request.text()));
    }
    if (now != Mood.TAKES_AND_HANGS_UP) {
      out.write((now == Mood.WELL ? OK : DOWN).getBytes(StandardCharsets.US_ASCII));
    }
    return now != Mood.TAKES_AND_HANGS_UP;
  }

  /** Starts the server and kills it after so many acknowledgements, in the midst of the next ones. */
  private void live(String storage, String url, long seed, int acks) throws Exception {
    Process server = start(storage, url, seed, APPENDS);
    try (BufferedReader lines = server.inputReader()) {
      String line = lines.readLine();
      assertThat(line).as("the server starts").isEqualTo("up");
      for (int heard = 0; heard < acks; heard++) {
        line = lines.readLine();
        acknowledge(line);
      }
      // By its handle: what it had said before it died counts too, and can still be read.
      assertThat(server.toHandle().destroyForcibly()).isTrue();
      for (line = lines.readLine(); line != null && line.endsWith(END); line = lines.readLine()) {
        acknowledge(line);
      }
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private void acknowledge(String line) {
    assertThat(line).startsWith("ack ").endsWith(END);
    acknowledged.addAll(List.of(line.substring(4, line.length() - END.length()).split(" ")));
  }

  private Process start(String storage, String url, long seed, int appends) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "--enable-native-access=ALL-UNNAMED",
      "-cp", System.getProperty("java.class.path"), KilledServer.class.getName(), storage, url, Long.toString(seed),
      Integer.toString(appends));
    File errors = Files.createTempFile(folder, "server", ".log").toFile();
    builder.redirectError(errors);
    return builder.start();
  }

  private void checkArrivals() throws InterruptedException {
    Set<String> missing = new HashSet<>(acknowledged);
    Map<String, String> idOfNumber = new HashMap<>();
    Map<String, Long> lastOfRoom = new HashMap<>();
    while (!missing.isEmpty()) {
      JsonNode event = arrivals.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(event).as(missing.size() + " of " + acknowledged.size() + " acknowledged events never came").isNotNull();
      String id = event.get("id").asString();
      String room = event.get("appId").asString() + "/" + event.get("roomId").asString();
      long sequence = event.get("sequence").asLong();
      missing.remove(id);
      String before = idOfNumber.putIfAbsent(room + "#" + sequence, id);
      assertThat(before).as("id of " + room + "#" + sequence).isIn(null, id);
      if (before == null) {
        assertThat(sequence).as("next of " + room).isEqualTo(lastOfRoom.getOrDefault(room, 0L) + 1);
        lastOfRoom.put(room, sequence);
      }
    }
  }
}
