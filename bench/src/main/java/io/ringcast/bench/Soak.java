package io.ringcast.bench;

import io.ringcast.bench.contender.ServerProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps a crowd moving and reads what the server holds: empty before, once a minute, and empty after. */
final class Soak {
  private static final Duration STEP = Duration.ofMillis(250);
  private static final long MINUTE_NS = 60_000_000_000L;
  /** Those who died without a word are let go after 30 s; then some. */
  private static final Duration REST = Duration.ofSeconds(50);

  private final ServerProcess server;
  private final long seed;
  private final int minutes;
  private final PrintWriter out;
  private final ServerHoldings holdings;

  Soak(ServerProcess server, long seed, int minutes, PrintWriter out) {
    this.server = server;
    this.seed = seed;
    this.minutes = minutes;
    this.out = out;
    holdings = new ServerHoldings(server);
  }

  SoakFigures run() throws IOException, InterruptedException {
    try (Crowd crowd = new Crowd(server.url(), seed)) {
      SoakSample before = sample("empty");
      List<SoakSample> running = new ArrayList<>();
      long beginNs = System.nanoTime();
      for (int minute = 1; minute <= minutes; minute++) {
        while (System.nanoTime() - beginNs < minute * MINUTE_NS) {
          crowd.step();
          Thread.sleep(STEP);
        }
        running.add(sample("minute " + minute));
      }
      crowd.leaveAll();
      Thread.sleep(REST);
      return new SoakFigures(seed, crowd.steps(), before, running, sample("left"));
    }
  }

  private SoakSample sample(String when) throws IOException, InterruptedException {
    SoakSample sample = holdings.read(when);
    out.println(sample.text());
    out.flush();
    return sample;
  }
}
