package io.ringcast.bench.relay;

import io.ringcast.bench.contender.ServerUsage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Measures this relay by RTMP, nginx by RTMP, and this relay by FLV in turns, and writes a line for each run. */
public final class RelayComparison {
  private static final int WARM_UP_S = 8;
  private static final double BYTES_PER_MB = 1e6;
  private static final double KIB = 1_024;

  private final Path nginx;
  private final Path module;
  private final int port;
  private final int seconds;
  private final PrintWriter out;

  public RelayComparison(Path nginx, Path module, int port, int seconds, PrintWriter out) {
    this.nginx = nginx;
    this.module = module;
    this.port = port;
    this.seconds = seconds;
    this.out = out;
  }

  /** Starts a relay whose files lie in a folder. */
  @FunctionalInterface
  private interface Start {
    RelayContender start(Path folder) throws IOException, InterruptedException;
  }

  /** Who is measured in each round, and what is known of its memory. */
  private record Contestant(Start relay, Growth growth) {
    Contestant(Start relay) {
      this(relay, new Growth());
    }
  }

  /** What one run brought. */
  private record Run(String name, long cpuNs, long bytes, long residentBefore, long residentAfter) {
    long grown() {
      return residentAfter - residentBefore;
    }
  }

  /** How a relay's memory grows with its players: what a JVM takes once, for its heap and its code, is in no player. */
  private static final class Growth {
    /** With fewer a JVM's heap has not found its size. */
    private static final int SETTLED = 50;
    private String name = "";
    private int fewest;
    private int most;
    private long atFewest;
    private long atMost;

    void add(String relay, int players, long bytes) {
      name = relay;
      if (players < SETTLED) {
        return;
      }
      if (fewest == 0 || players <= fewest) {
        fewest = players;
        atFewest = Math.max(atFewest, bytes);
      }
      if (players >= most) {
        atMost = most == players ? Math.max(atMost, bytes) : bytes;
        most = players;
      }
    }

    void print(PrintWriter out) {
      if (most > fewest) {
        out.printf(Locale.ROOT, "%s: each player from %d to %d takes %.1f KiB%n", name, fewest, most,
          (atMost - atFewest) / KIB / (most - fewest));
      }
    }
  }

  public void run(List<Integer> players, int rounds) throws IOException, InterruptedException {
    List<Contestant> contestants = contestants();
    out.println("players round        relay   Mbit/s      CPU   CPU ns/byte   CPU us/player/s    KiB grown");
    for (int count : players) {
      for (int round = 1; round <= rounds; round++) {
        for (Contestant contestant : contestants) {
          print(count, round, measure(contestant.relay(), count), contestant.growth());
        }
      }
    }
    contestants.forEach(contestant -> contestant.growth().print(out));
    out.flush();
  }

  private List<Contestant> contestants() {
    Contestant ours = new Contestant(folder -> RelayContender.ours(Way.RTMP, port, folder));
    Contestant flv = new Contestant(folder -> RelayContender.ours(Way.FLV, port, folder));
    if (!Files.isExecutable(nginx) || !Files.isReadable(module)) {
      out.println("nginx or its RTMP module is not there: this relay alone is measured (Debian: nginx, libnginx-mod-rtmp).");
      return List.of(ours, flv);
    }
    return List.of(ours, new Contestant(folder -> RelayContender.nginx(nginx, module, port, folder)), flv);
  }

  private Run measure(Start start, int count) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("relay");
    try (RelayContender relay = start.start(folder);
         StreamSender sender = new StreamSender(relay.publishPort(), RelayContender.STREAM)) {
      ServerUsage usage = new ServerUsage(relay.process().pid());
      sender.start();
      TimeUnit.SECONDS.sleep(2);
      long before = usage.residentBytes();
      try (Players players = new Players(count, relay.playPort(), relay.asking())) {
        TimeUnit.SECONDS.sleep(WARM_UP_S);
        long cpu = usage.cpuNs() - usage.compilersNs();
        long bytes = players.bytes();
        TimeUnit.SECONDS.sleep(seconds);
        long spent = usage.cpuNs() - usage.compilersNs() - cpu;
        long got = players.bytes() - bytes;
        if (players.playing() != count || got == 0) {
          throw new IllegalStateException(relay.name() + ": " + players.playing() + " of " + count + " play, " + got + " bytes came");
        }
        return new Run(relay.name(), spent, got, before, usage.residentBytes());
      }
    }
  }

  private void print(int count, int round, Run run, Growth growth) {
    growth.add(run.name(), count, run.grown());
    out.printf(Locale.ROOT, "%7d %5d %12s %8.1f %7.1f%% %13.3f %17.0f %12.0f%n", count, round, run.name(),
      run.bytes() * 8 / BYTES_PER_MB / seconds, run.cpuNs() / 1e7 / seconds, (double) run.cpuNs() / run.bytes(),
      run.cpuNs() / 1e3 / seconds / count, run.grown() / KIB);
    out.flush();
  }
}
