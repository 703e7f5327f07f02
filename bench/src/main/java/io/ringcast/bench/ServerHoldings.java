package io.ringcast.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;

/** Reads what a server process holds: its metrics after a collection. */
final class ServerHoldings {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final ServerProcess server;

  ServerHoldings(ServerProcess server) {
    this.server = server;
  }

  SoakSample read(String when) throws IOException, InterruptedException {
    collect();
    String metrics = metrics();
    return new SoakSample(when,
      (int) sum(metrics, line -> line.startsWith("ringcast_peers ")),
      sum(metrics, line -> line.startsWith("jvm_memory_used_bytes{") && line.contains("area=\"heap\"")),
      sum(metrics, line -> line.startsWith("jvm_buffer_memory_used_bytes{") || isNettyDirect(line)),
      (int) sum(metrics, line -> line.startsWith("process_files_open_files ")),
      (int) sum(metrics, line -> line.startsWith("jvm_threads_live_threads ")),
      (int) sum(metrics, line -> line.startsWith("ringcast_timers ")),
      (int) sum(metrics, line -> line.startsWith("ringcast_packets_held ")),
      sum(metrics, line -> line.startsWith("ringcast_packets_total{") && line.contains("\"out\"")));
  }

  /** A full collection, so that used heap is what is alive. */
  private void collect() throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process = new ProcessBuilder(jcmd.toString(), Long.toString(server.pid()), "GC.run")
      .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    if (process.waitFor() != 0) {
      throw new IOException("jcmd could not have the server's process collect its garbage");
    }
  }

  private String metrics() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(server.url().resolve("/metrics")).timeout(TIMEOUT).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  private static boolean isNettyDirect(String line) {
    return line.startsWith("netty_allocator_memory_used") && line.contains("\"direct\"");
  }

  /** The values of all lines that fit; fails when none does, since a figure that is not there is not zero. */
  private static long sum(String metrics, Predicate<String> fits) throws IOException {
    double total = 0;
    boolean found = false;
    for (String line : metrics.split("\n", -1)) {
      if (fits.test(line)) {
        total += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
        found = true;
      }
    }
    if (!found) {
      throw new IOException("the server's metrics miss a figure of the soak:\n" + metrics);
    }
    return Math.round(total);
  }
}
