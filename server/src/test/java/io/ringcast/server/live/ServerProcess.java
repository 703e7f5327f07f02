package io.ringcast.server.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The whole server in a process of its own, which a test may kill. */
final class ServerProcess implements AutoCloseable {
  private static final long START_LIMIT_S = 90;

  private final Process process;
  private final List<String> log = new CopyOnWriteArrayList<>();

  private ServerProcess(Process process) {
    this.process = process;
  }

  /** Starts one with a config file and waits until it is ready. */
  static ServerProcess start(Path config, int port, Path data) throws IOException {
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
      "-cp", System.getProperty("java.class.path"), "io.ringcast.server.RingcastServer", "run", "--config", config.toString(),
      "--port", String.valueOf(port), "--data-dir", data.toString())
      .redirectErrorStream(true).start();
    ServerProcess server = new ServerProcess(process);
    CompletableFuture<Boolean> ready = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> {
      BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      lines.lines().forEach(line -> {
        server.log.add(line);
        if (line.contains("Ringcast is ready")) {
          ready.complete(true);
        }
      });
      ready.complete(false);
    });
    if (!ready.orTimeout(START_LIMIT_S, TimeUnit.SECONDS).join()) {
      throw new IOException(String.join("\n", server.log));
    }
    return server;
  }

  List<String> log() {
    return log;
  }

  /** With -9. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
