package io.ringcast.bench.contender;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server process that ends with the measurement. */
public final class StartedProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final long POLL_MS = 200;
  private static final long KILL_AFTER_S = 10;

  private final Process process;
  private final Path log;

  private StartedProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts a command, its output going to {@code log}, and waits until {@code ready} answers 200. */
  public static StartedProcess start(List<String> command, Map<String, String> environment, Path log, URI ready)
    throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    StartedProcess started = new StartedProcess(builder.start(), log);
    started.awaitReady(ready);
    return started;
  }

  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(KILL_AFTER_S, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitReady(URI ready) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(2)).build();
    long deadlineNs = System.nanoTime() + START_LIMIT.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (System.nanoTime() - deadlineNs < 0) {
        if (!process.isAlive()) {
          throw new IllegalStateException("the server ended at once:\n" + Files.readString(log));
        }
        if (answersOk(http, request)) {
          return;
        }
        Thread.sleep(POLL_MS);
      }
    }
    close();
    throw new IllegalStateException("the server was not ready in " + START_LIMIT.toSeconds() + " s:\n" + Files.readString(log));
  }

  private static boolean answersOk(HttpClient http, HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
