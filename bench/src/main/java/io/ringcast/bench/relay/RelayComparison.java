package io.ringcast.bench.relay;

import io.ringcast.bench.contender.ServerUsage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Measures this relay and nginx in turns, and writes a line for each run. */
public final class RelayComparison {
  private static final String STREAM = "r";
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

  /** What one run brought. */
  private record Run(long cpuNs, long bytes, long residentBefore, long residentAfter) {
    long grown() {
      return residentAfter - residentBefore;
    }
  }

  /** How a relay's memory grows with its players: what a JVM takes once, for its heap and its code, is in no player. */
  private static final class Growth {
    /** With fewer a JVM's heap has not found its size. */
    private static final int SETTLED = 50;
    private int fewest;
    private int most;
    private long atFewest;
    private long atMost;

    void add(int players, long bytes) {
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

    void print(String name, PrintWriter out) {
      if (most > fewest) {
        out.printf(Locale.ROOT, "%s: each player from %d to %d takes %.1f KiB%n", name, fewest, most,
          (atMost - atFewest) / KIB / (most - fewest));
      }
    }
  }

  public void run(List<Integer> players, int rounds) throws IOException, InterruptedException {
    boolean both = Files.isExecutable(nginx) && Files.isReadable(module);
    if (!both) {
      out.println("nginx or its RTMP module is not there: this relay alone is measured (Debian: nginx, libnginx-mod-rtmp).");
    }
    Growth ours = new Growth();
    Growth theirs = new Growth();
    out.println("players round    relay   Mbit/s      CPU   CPU ns/byte   CPU us/player/s    KiB grown");
    for (int count : players) {
      for (int round = 1; round <= rounds; round++) {
        print(count, round, "ringcast", measure(true, count), ours);
        if (both) {
          print(count, round, "nginx", measure(false, count), theirs);
        }
      }
    }
    ours.print("ringcast", out);
    theirs.print("nginx", out);
    out.flush();
  }

  private Run measure(boolean ours, int count) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("relay");
    try (RelayContender relay = ours ? RelayContender.ours(port, folder) : RelayContender.nginx(nginx, module, port, folder);
         StreamSender sender = new StreamSender(relay.publishPort(), STREAM)) {
      ServerUsage usage = new ServerUsage(relay.process().pid());
      sender.start();
      TimeUnit.SECONDS.sleep(2);
      long before = usage.residentBytes();
      try (RtmpPlayers players = new RtmpPlayers(count, relay.playPort(), STREAM)) {
        TimeUnit.SECONDS.sleep(WARM_UP_S);
        long cpu = usage.cpuNs() - usage.compilersNs();
        long bytes = players.bytes();
        TimeUnit.SECONDS.sleep(seconds);
        long spent = usage.cpuNs() - usage.compilersNs() - cpu;
        long got = players.bytes() - bytes;
        if (players.playing() != count || got == 0) {
          throw new IllegalStateException(relay.name() + ": " + players.playing() + " of " + count + " play, " + got + " bytes came");
        }
        return new Run(spent, got, before, usage.residentBytes());
      }
    }
  }

  private void print(int count, int round, String name, Run run, Growth growth) {
    growth.add(count, run.grown());
    out.printf(Locale.ROOT, "%7d %5d %8s %8.1f %7.1f%% %13.3f %17.0f %12.0f%n", count, round, name,
      run.bytes() * 8 / BYTES_PER_MB / seconds, run.cpuNs() / 1e7 / seconds, (double) run.cpuNs() / run.bytes(),
      run.cpuNs() / 1e3 / seconds / count, run.grown() / KIB);
    out.flush();
  }
}
