package io.ringcast.bench.calls;

import io.ringcast.bench.fanout.TextTable;
import io.ringcast.calls.exchange.CallLog;
import io.ringcast.calls.log.WrittenCallLog;
import io.ringcast.database.Database;
import io.ringcast.database.Storage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Measures calls with the log on a database of its own, and without one. */
public final class CallSession {
  private static final int PAIRS = 4_000;
  /** More than any machine does: what is done then is the most. */
  private static final double TOO_MANY = 8_000;
  private static final int WARM_SECONDS = 5;

  private final int seconds;
  private final Path folder;
  private final PrintWriter out;
  private final TextTable table = new TextTable("log", "load", "cycles/s", "cycles per CPU-second", "refused", "ring p50 ms", "p99 ms");

  /** @param folder where the database's files are made; its disk is what is synced */
  public CallSession(int seconds, Path folder, PrintWriter out) {
    this.seconds = seconds;
    this.folder = folder;
    this.out = out;
  }

  public void measure() throws IOException {
    Path file = Files.createTempDirectory(Files.createDirectories(folder), "calls").resolve("calls.db");
    try (Database database = Database.open(new Storage.Sqlite(file)); WrittenCallLog log = WrittenCallLog.open(database)) {
      measure("SQLite", log);
    }
    measure("none", CallLog.NONE);
    out.print(table.text());
    out.flush();
  }

  private void measure(String name, CallLog log) {
    try (CallRun run = new CallRun(log, PAIRS)) {
      CallFigures most = run.measure(TOO_MANY, WARM_SECONDS, seconds);
      row(name, "full", most);
      row(name, "half", run.measure(most.cyclesPerSecond() / 2, WARM_SECONDS, seconds));
    }
  }

  private void row(String name, String load, CallFigures figures) {
    table.row(name, load, number(figures.cyclesPerSecond(), 0), number(figures.cyclesPerCpuSecond(), 0),
        Long.toString(figures.refused()), number(figures.ringP50Ms(), 2), number(figures.ringP99Ms(), 2));
  }

  private static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
