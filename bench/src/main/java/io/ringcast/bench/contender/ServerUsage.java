package io.ringcast.bench.contender;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What Linux says a process uses (proc(5)). */
public final class ServerUsage {
  /**
   * One thread that is alive.
   *
   * @param cpuNs how long it has run
   * @param waitedNs how long it could have run and had no core
   */
  public record Task(int id, String name, long cpuNs, long waitedNs) {}

  private static final List<String> COMPILERS = List.of("C1 Compiler", "C2 Compiler");
  private static final long NS_PER_S = 1_000_000_000L;
  /** Fields of /proc/PID/stat behind the command's closing bracket: utime is the 12th, stime the 13th. */
  private static final int UTIME_FIELD = 11;
  private static final int STIME_FIELD = 12;
  /** USER_HZ of Linux on every platform that Java 25 runs on. */
  private static final long TICKS_PER_S = 100;
  private static final long KIB = 1_024;

  private final Path folder;
  private final long pid;

  public ServerUsage(long pid) {
    this.pid = pid;
    folder = Path.of("/proc", Long.toString(pid));
  }

  public long pid() {
    return pid;
  }

  /** CPU time in user and kernel, of all threads since the process began, ended ones too; in steps of 10 ms. */
  public long cpuNs() throws IOException {
    String stat = Files.readString(folder.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[UTIME_FIELD]) + Long.parseLong(fields[STIME_FIELD])) * (NS_PER_S / TICKS_PER_S);
  }

  /** CPU time of the threads that compile a JVM's code, as far as they are alive; 0 where there are none. */
  public long compilersNs() throws IOException {
    return tasks().stream().filter(task -> COMPILERS.stream().anyMatch(task.name()::startsWith)).mapToLong(Task::cpuNs).sum();
  }

  /** The threads that are alive. */
  public List<Task> tasks() throws IOException {
    List<Task> tasks = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder.resolve("task"))) {
      for (Path task : all.toList()) {
        task(task).ifPresent(tasks::add);
      }
    }
    return tasks;
  }

  /** A thread, unless it ended meanwhile. */
  private static Optional<Task> task(Path folder) throws IOException {
    try {
      String name = Files.readString(folder.resolve("comm")).strip();
      String[] times = Files.readString(folder.resolve("schedstat")).strip().split(" ", -1);
      int id = Integer.parseInt(String.valueOf(folder.getFileName()));
      return Optional.of(new Task(id, name, Long.parseLong(times[0]), Long.parseLong(times[1])));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Resident memory that is its own: no mapped files. */
  public long anonymousBytes() throws IOException {
    return status("RssAnon:");
  }

  public long residentBytes() throws IOException {
    return status("VmRSS:");
  }

  private long status(String name) throws IOException {
    for (String line : Files.readAllLines(folder.resolve("status"))) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("\\D", "")) * KIB;
      }
    }
    throw new IOException("/proc/" + pid + "/status has no " + name);
  }
}
