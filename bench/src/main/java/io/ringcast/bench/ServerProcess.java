package io.ringcast.bench;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The server under measurement, as a process whose CPU time and memory Linux tells. */
final class ServerProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final long POLL_MS = 200;
  private static final long KILL_AFTER_S = 10;
  private static final long NS_PER_S = 1_000_000_000L;
  /** Fields of /proc/PID/stat behind the command's closing bracket (proc(5)): utime is the 12th, stime the 13th. */
  private static final int UTIME_FIELD = 11;
  private static final int STIME_FIELD = 12;
  /** USER_HZ of Linux on every platform that Java 25 runs on. */
  private static final long TICKS_PER_S = 100;

  private final URI url;
  private final long pid;
  private final @Nullable Process child;
  private final @Nullable Path data;

  private ServerProcess(URI url, long pid, @Nullable Process child, @Nullable Path data) {
    this.url = url;
    this.pid = pid;
    this.child = child;
    this.data = data;
  }

  static ServerProcess running(URI url, long pid) {
    return new ServerProcess(url, pid, null, null);
  }

  /** Starts the server as a user does, by the launcher, which hands its process over; waits until it is ready. */
  static ServerProcess start(int port) throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("ringcast-bench");
    Process child = new ProcessBuilder(List.of(launcher().toString(),
      "run", "--port", Integer.toString(port), "--data-dir", data.toString()))
      .redirectErrorStream(true).redirectOutput(new File(data.toFile(), "server.log")).start();
    ServerProcess server = new ServerProcess(URI.create("http://127.0.0.1:" + port), child.pid(), child, data);
    server.awaitReady(child);
    return server;
  }

  URI url() {
    return url;
  }

  long pid() {
    return pid;
  }

  /** CPU time in user and kernel, of all threads since the process began. */
  long cpuNs() throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[UTIME_FIELD]) + Long.parseLong(fields[STIME_FIELD])) * (NS_PER_S / TICKS_PER_S);
  }

  /** Resident memory. */
  long residentBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    return 0;
  }

  @Override
  public void close() {
    if (child == null) {
      return;
    }
    child.destroy();
    try {
      if (!child.waitFor(KILL_AFTER_S, TimeUnit.SECONDS)) {
        child.destroyForcibly();
      }
    } catch (InterruptedException e) {
      child.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static Path launcher() {
    try {
      Path own = Path.of(ServerProcess.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path launcher = own.resolve("../../../ringcast").normalize();
      if (!Files.isExecutable(launcher)) {
        throw new IllegalStateException("no launcher at " + launcher + ": name a running server by --url and --pid");
      }
      return launcher;
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitReady(Process process) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url.resolve("/healthz/ready")).timeout(Duration.ofSeconds(2)).build();
    long deadlineNs = System.nanoTime() + START_LIMIT.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (System.nanoTime() - deadlineNs < 0) {
        if (!process.isAlive()) {
          throw new IllegalStateException("the server ended at once:\n" + log());
        }
        if (answersOk(http, request)) {
          return;
        }
        Thread.sleep(POLL_MS);
      }
    }
    close();
    throw new IllegalStateException("the server was not ready in " + START_LIMIT.toSeconds() + " s:\n" + log());
  }

  private static boolean answersOk(HttpClient http, HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private String log() throws IOException {
    return data == null ? "" : Files.readString(data.resolve("server.log"));
  }
}
