package io.ringcast.bench.contender;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;

/** What a Ringcast server's {@code /metrics} said at one moment. */
public record ServerMetrics(String text) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  public static ServerMetrics of(ServerProcess server) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(server.url().resolve("/metrics")).timeout(TIMEOUT).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return new ServerMetrics(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
  }

  /** After a full collection, so that used heap is what is alive. */
  public static ServerMetrics afterCollection(ServerProcess server) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process = new ProcessBuilder(jcmd.toString(), Long.toString(server.pid()), "GC.run")
      .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    if (process.waitFor() != 0) {
      throw new IOException("jcmd could not have the server's process collect its garbage");
    }
    return of(server);
  }

  public long heapBytes() throws IOException {
    return sum(line -> line.startsWith("jvm_memory_used_bytes{") && line.contains("area=\"heap\""));
  }

  /** Direct buffers, Netty's included. */
  public long directBytes() throws IOException {
    return sum(line -> line.startsWith("jvm_buffer_memory_used_bytes{") || isNettyDirect(line));
  }

  /** The one figure of this name that has no labels. */
  public long value(String name) throws IOException {
    return sum(line -> line.startsWith(name + " "));
  }

  /** The figures of this name with {@code direction="out"}. */
  public long out(String name) throws IOException {
    return sum(line -> line.startsWith(name + "{") && line.contains("\"out\""));
  }

  private static boolean isNettyDirect(String line) {
    return line.startsWith("netty_allocator_memory_used") && line.contains("\"direct\"");
  }

  /** The values of all lines that fit; fails when none does, since a figure that is not there is not zero. */
  private long sum(Predicate<String> fits) throws IOException {
    double total = 0;
    boolean found = false;
    for (String line : text.split("\n", -1)) {
      if (fits.test(line)) {
        total += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
        found = true;
      }
    }
    if (!found) {
      throw new IOException("the server's metrics miss a figure:\n" + text);
    }
    return Math.round(total);
  }
}
