package io.ringcast.bench.relay;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that takes a stream and gives it to players.
 *
 * @param playPort where players come
 * @param publishPort where the publisher comes
 * @param asking how players ask for the stream
 */
record RelayContender(String name, Process process, int playPort, int publishPort, Asking asking) implements AutoCloseable {
  /** What the publisher names its stream. */
  static final String STREAM = "r";
  private static final long START_LIMIT_NS = 30_000_000_000L;
  private static final long ASK_AGAIN_MS = 50;
  private static final long KILL_AFTER_S = 5;

  /** This server's relay, in a JVM of its own with the options of a small server. */
  static RelayContender ours(Way way, int port, Path folder) throws IOException, InterruptedException {
    List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC",
      "-cp", System.getProperty("java.class.path"), "--enable-native-access=ALL-UNNAMED", RelayHost.class.getName(),
      way.name(), String.valueOf(port), String.valueOf(port + 1));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("ours.log").toFile()).start();
    return switch (way) {
      case RTMP -> new RelayContender("Ringcast", process, port, port + 1, Asking.rtmp(STREAM)).ready();
      case FLV -> new RelayContender("Ringcast FLV", process, port, port + 1, Asking.flv(STREAM)).ready();
    };
  }

  /** nginx with its RTMP module and one worker, which is the process that is measured. */
  static RelayContender nginx(Path nginx, Path module, int port, Path folder) throws IOException, InterruptedException {
    Path config = folder.resolve("nginx.conf");
    Files.writeString(config, """
      load_module %s;
      daemon off;
      master_process off;
      worker_processes 1;
      pid %s/nginx.pid;
      error_log %s/nginx.log error;
      events { worker_connections 4096; }
      rtmp { access_log off; server { listen 127.0.0.1:%d; chunk_size 65536; application live { live on; } } }
      """.formatted(module, folder, folder, port));
    Process process = new ProcessBuilder(nginx.toString(), "-p", folder.toString(), "-c", config.toString())
      .redirectErrorStream(true).redirectOutput(new File(folder.toFile(), "nginx.out")).start();
    return new RelayContender("nginx", process, port, port, Asking.rtmp(STREAM)).ready();
  }

  private RelayContender ready() throws InterruptedException {
    long deadlineNs = System.nanoTime() + START_LIMIT_NS;
    while (System.nanoTime() - deadlineNs < 0 && process.isAlive()) {
      if (listens()) {
        return this;
      }
      TimeUnit.MILLISECONDS.sleep(ASK_AGAIN_MS);
    }
    close();
    throw new IllegalStateException(name + " does not listen on port " + playPort);
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), playPort)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(KILL_AFTER_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
