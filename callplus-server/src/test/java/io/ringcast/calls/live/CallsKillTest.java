package io.ringcast.calls.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringcast.calls.call.CallRecord;
import io.ringcast.calls.call.CallType;
import io.ringcast.calls.exchange.Answered;
import io.ringcast.calls.exchange.Exchange;
import io.ringcast.calls.exchange.ExchangeSettings;
import io.ringcast.calls.exchange.Exchanges;
import io.ringcast.calls.exchange.Recollection;
import io.ringcast.calls.exchange.Told;
import io.ringcast.calls.exchange.UserListener;
import io.ringcast.calls.log.WrittenCallLog;
import io.ringcast.calls.records.CallRecords;
import io.ringcast.calls.records.RecordCursor;
import io.ringcast.calls.records.SqlCallRecords;
import io.ringcast.calls.support.HandClock;
import io.ringcast.calls.support.Quiet;
import io.ringcast.calls.support.Reopening;
import io.ringcast.database.Database;
import io.ringcast.database.support.PostgresCluster;
import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process with calls, killed with -9 again and again: what its devices heard is in the log, and they go on after it. */
class CallsKillTest {
  private static final int LIVES = 10;
  private static final int LIVES_LONG = 60;
  private static final int LINES_MAX = 400;
  private static final String END = " .";
  private static final int LONG_ENOUGH_S = 300;

  @TempDir private Path folder;

  /** What one device was told, in this order: the words of its notices. */
  private final Map<String, List<String>> heard = new HashMap<>();
  private final Map<String, String> sessions = new HashMap<>();
  /** The answers to a user's requests, the latest last. */
  private final Map<String, List<String>> answers = new HashMap<>();
  /** What histories must have: how long was talked, by user and call. */
  private final Map<String, Long> recorded = new HashMap<>();
  private int resumes;

  @Test
  void onSqlite() throws Exception {
    killAndCheck(folder.resolve("calls.db").toString(), 1, LIVES);
  }

  @Test
  void onPostgresql() throws Exception {
    Optional<Path> programs = PostgresCluster.programs();
    assumeTrue(programs.isPresent(), "PostgreSQL is not installed (Debian, Ubuntu: apt-get install postgresql)");
    try (PostgresCluster cluster = PostgresCluster.start(programs.get())) {
      killAndCheck(cluster.database().url(), 2, LIVES);
    }
  }

  @Test
  @Tag("long")
  void onSqliteManyTimes() throws Exception {
    killAndCheck(folder.resolve("calls.db").toString(), 3, LIVES_LONG);
  }

  private void killAndCheck(String storage, long seed, int lives) throws Exception {
    Random random = new Random(seed);
    try {
      for (int life = 0; life < lives; life++) {
        live(storage, random.nextLong(), 2 * KilledCalls.USERS + random.nextInt(LINES_MAX));
        try (Database database = Reopening.open(KilledCalls.storage(storage)); WrittenCallLog log = WrittenCallLog.open(database)) {
          checkLog(log.recall(KilledCalls.APP));
          checkRecords(new SqlCallRecords(database));
        }
      }
      assertThat(resumes).isEqualTo(KilledCalls.USERS * (lives - 1));
      assertThat(recorded).as("calls that ended").isNotEmpty();
      checkNobodyIsStuck(storage);
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }

  /** Starts the process and kills it after so many lines, in the midst of the next ones. */
  private void live(String storage, long seed, int lines) throws Exception {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
        "-cp", System.getProperty("java.class.path"), KilledCalls.class.getName(), storage, Long.toString(seed)));
    sessions.forEach((user, session) -> command.add(user + "=" + session + "=" + heard.get(user).size()));
    File noise = folder.resolve("noise.txt").toFile();
    Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(noise)).start();
    try (BufferedReader output = process.inputReader()) {
      int count = 0;
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (!line.endsWith(END)) {
          continue;
        }
        note(line.substring(0, line.length() - END.length()).split(" ", -1));
        // By its handle: what it had said before it died counts too, and can still be read.
        if (++count == lines) {
          assertThat(process.toHandle().destroyForcibly()).isTrue();
        }
      }
      assertThat(count).as("it lived until it was killed; see " + noise).isGreaterThanOrEqualTo(lines);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private void note(String[] words) {
    String user = words[1];
    switch (words[0]) {
      case "opened" -> {
        assertThat(sessions.put(user, words[2])).as("%s begins once", user).isNull();
        heard.put(user, new ArrayList<>());
      }
      case "resumed" -> {
        resumes++;
        assertThat(words[2]).isEqualTo(sessions.get(user));
        assertThat(Long.parseLong(words[3])).isEqualTo(heard.get(user).size());
      }
      case "heard" -> {
        List<String> before = heard.get(user);
        assertThat(Long.parseLong(words[2])).as("the next number of %s", user).isEqualTo(before.size() + 1L);
        before.add(words[3]);
        if (!words[4].equals("-")) {
          recorded.put(user + " " + words[4], Long.parseLong(words[5]));
        }
      }
      case "answer" -> answers.computeIfAbsent(user, _ -> new ArrayList<>()).add(words[2] + " " + words[3]);
      case "closed" -> throw new AssertionError(String.join(" ", words));
      default -> { }
    }
  }

  private void checkLog(Recollection known) {
    Map<String, Recollection.Session> byId = new HashMap<>();
    known.sessions().forEach(session -> byId.put(session.opened().sessionId(), session));
    sessions.forEach((user, id) -> {
      Recollection.Session session = byId.get(id);
      assertThat(session).as("session of %s", user).isNotNull();
      List<String> before = heard.get(user);
      assertThat(session.lastNumber()).isGreaterThanOrEqualTo(before.size());
      for (Told told : session.told()) {
        if (told.number() <= before.size()) {
          assertThat(KilledCalls.word(told.notice())).as("notice %d of %s: %s", told.number(), user, told.notice())
              .isEqualTo(before.get((int) told.number() - 1));
        }
      }
      checkAnswers(user, session.answered());
    });
  }

  /** The latest answers are remembered as they were given. */
  private void checkAnswers(String user, List<Answered> remembered) {
    List<String> given = answers.getOrDefault(user, List.of());
    List<String> known = remembered.stream().map(one -> one.requestId() + " " + KilledCalls.word(one.answer())).toList();
    assertThat(known).as("answers to %s", user).containsAll(given.subList(Math.max(0, given.size() - 32), given.size()));
  }

  private static List<CallRecord> history(CallRecords records, String user) {
    List<CallRecord> all = new ArrayList<>();
    RecordCursor after = null;
    do {
      CallRecords.Page page = records.list(KilledCalls.APP, user, new CallRecords.Query(after, 100, false, null));
      all.addAll(page.records());
      after = page.next();
    } while (after != null);
    return all;
  }

  /** What devices were told of their histories stands there, and both sides' are the same. */
  private void checkRecords(CallRecords records) {
    Map<String, Long> kept = new HashMap<>();
    Map<String, List<CallRecord>> byCall = new HashMap<>();
    for (String user : sessions.keySet()) {
      for (CallRecord record : history(records, user)) {
        kept.put(user + " " + record.callId(), record.talkedMs());
        byCall.computeIfAbsent(record.callId(), _ -> new ArrayList<>()).add(record);
      }
    }
    assertThat(kept).containsAllEntriesOf(recorded);
    for (List<CallRecord> sides : byCall.values()) {
      assertThat(sides).hasSize(2).allMatch(side -> side.type() == CallType.SINGLE);
      assertThat(sides.getFirst().talkedMs()).isEqualTo(sides.getLast().talkedMs());
      assertThat(sides.getFirst().connectedMs()).isEqualTo(sides.getLast().connectedMs());
      assertThat(sides.getFirst().startedMs()).isEqualTo(sides.getLast().startedMs());
    }
  }

  /** Nobody comes back any more: all calls end in their time. */
  private static void checkNobodyIsStuck(String storage) throws Exception {
    HandClock clock = new HandClock();
    Quiet quiet = new Quiet();
    try (Database database = Reopening.open(KilledCalls.storage(storage)); WrittenCallLog log = WrittenCallLog.open(database);
        ExecutorService one = Executors.newSingleThreadExecutor()) {
      Exchange exchange = new Exchanges(ExchangeSettings.DEFAULT,
          new Exchanges.Ports(log, quiet, quiet, UserListener.NONE, clock, one), new Random(0)).of(KilledCalls.APP);
      for (int second = 0; second < LONG_ENOUGH_S; second++) {
        one.submit(() -> clock.pass(1_000)).get();
        exchange.calls().join();
      }
      assertThat(exchange.calls().join()).isEmpty();
      assertThat(log.recall(KilledCalls.APP).sessions()).isEmpty();
    }
  }
}
