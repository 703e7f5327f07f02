package io.ringcast.bench.contender;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ringcast's server as a process of its own: started by the launcher, as a user does, or one that runs already. */
public final class ServerProcess implements AutoCloseable {
  private static final String JAVA_OPTIONS = "RINGCAST_JAVA_OPTS";

  private final URI url;
  private final long pid;
  private final @Nullable StartedProcess started;

  private ServerProcess(URI url, long pid, @Nullable StartedProcess started) {
    this.url = url;
    this.pid = pid;
    this.started = started;
  }

  public static ServerProcess running(URI url, long pid) {
    return new ServerProcess(url, pid, null);
  }

  /** Starts the server, which takes over the launcher's process; returns when it is ready. */
  public static ServerProcess start(int port) throws IOException, InterruptedException {
    return start(port, List.of(), List.of());
  }

  /**
   * Starts the server; returns when it is ready.
   *
   * @param prefix words before the launcher's
   * @param javaOptions flags of its JVM, beside those in the environment
   */
  static ServerProcess start(int port, List<String> prefix, List<String> javaOptions) throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("ringcast-bench");
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of(launcher().toString(), "run", "--port", Integer.toString(port), "--data-dir", data.toString()));
    List<String> options = new ArrayList<>(List.of(System.getenv().getOrDefault(JAVA_OPTIONS, "")));
    options.addAll(javaOptions);
    URI url = URI.create("http://127.0.0.1:" + port);
    StartedProcess process = StartedProcess.start(command, Map.of(JAVA_OPTIONS, String.join(" ", options).strip()),
      data.resolve("server.log"), url.resolve("/healthz/ready"));
    return new ServerProcess(url, process.pid(), process);
  }

  public URI url() {
    return url;
  }

  public long pid() {
    return pid;
  }

  @Override
  public void close() {
    if (started != null) {
      started.close();
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
}
