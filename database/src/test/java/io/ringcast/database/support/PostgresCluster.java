package io.ringcast.database.support;

import io.ringcast.database.Storage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL of its own in a temporary folder, on a loopback port, gone with the test. The programs are the Debian package's
 * ({@code postgresql}), or those of the folder in {@code RINGCAST_POSTGRES}. PostgreSQL does not run as root, so root starts it as the
 * package's user.
 */
public final class PostgresCluster implements AutoCloseable {
  private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
  private static final long STEP_SECONDS = 120;

  private final Path programs;
  private final Path folder;
  private final int port;
  private int databases;

  private PostgresCluster(Path programs, Path folder, int port) {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
  }

  /** Where its programs are; none: PostgreSQL is not installed. */
  public static Optional<Path> programs() {
    String named = System.getenv("RINGCAST_POSTGRES");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    if (!Files.isDirectory(INSTALLED)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(INSTALLED)) {
      return versions.map(version -> version.resolve("bin")).filter(bin -> Files.isExecutable(bin.resolve("initdb")))
        .max(Comparator.comparing(Path::toString));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  public static PostgresCluster start(Path programs) throws IOException {
    Path folder = Files.createTempDirectory("ringcast-postgres");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    PostgresCluster cluster = new PostgresCluster(programs, folder, port);
    if (isRoot()) {
      cluster.run(List.of("chown", "postgres", folder.toString()));
    }
    cluster.runAsUser("initdb", "-D", cluster.data(), "-U", "ringcast", "-A", "trust", "-E", "UTF8", "--no-sync");
    cluster.startServer();
    return cluster;
  }

  /** Starts it again. */
  public void startServer() throws IOException {
    runAsUser("pg_ctl", "-D", data(), "-w", "-l", folder.resolve("log").toString(), "-o",
      "-p " + port + " -h 127.0.0.1 -k " + folder, "start");
  }

  /** Without ceremony, as when the power goes; its connections break. */
  public void restart() throws IOException {
    stopServer();
    startServer();
  }

  /** Stops it without ceremony. */
  public void stopServer() throws IOException {
    runAsUser("pg_ctl", "-D", data(), "-w", "-m", "immediate", "stop");
  }

  /** A new, empty database. */
  public Storage.Postgresql database() throws IOException {
    databases++;
    String name = "test" + databases;
    runAsUser("createdb", "-h", "127.0.0.1", "-p", Integer.toString(port), "-U", "ringcast", name);
    return new Storage.Postgresql("jdbc:postgresql://127.0.0.1:" + port + "/" + name, "ringcast", null);
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private void runAsUser(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    run(command);
  }

  private void run(List<String> command) throws IOException {
    Path output = folder.resolveSibling(folder.getFileName() + "-" + Path.of(command.getLast()).getFileName() + ".out");
    try {
      Process process = new ProcessBuilder(command).directory(folder.getParent().toFile()).redirectErrorStream(true)
        .redirectOutput(output.toFile()).start();
      if (!process.waitFor(STEP_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(String.join(" ", command) + ": " + Files.readString(output));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  @Override
  public void close() throws IOException {
    runAsUser("pg_ctl", "-D", data(), "-m", "immediate", "stop");
    run(List.of("rm", "-rf", folder.toString()));
  }
}
