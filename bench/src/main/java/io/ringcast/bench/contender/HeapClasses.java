package io.ringcast.bench.contender;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM's heap is made of after a collection: objects of each class, and their bytes. */
public record HeapClasses(Map<String, Count> byName) {
  /** A line of the JVM's histogram: number, instances, bytes, class. */
  private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

  /** Objects of one class. */
  public record Count(long instances, long bytes) {
    private static final Count NONE = new Count(0, 0);
  }

  /** What there is more of a class than before. */
  public record Growth(String name, long instances, long bytes) {}

  static HeapClasses of(long pid) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram").redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("jcmd could not count the objects of the server's process:\n" + said);
    }
    return parse(said);
  }

  static HeapClasses parse(String histogram) {
    Map<String, Count> byName = new HashMap<>();
    histogram.lines().map(LINE::matcher).filter(Matcher::matches).forEach(line ->
      byName.put(line.group(3), new Count(Long.parseLong(line.group(1)), Long.parseLong(line.group(2)))));
    return new HeapClasses(Map.copyOf(byName));
  }

  /** The classes that grew, the most bytes first. */
  public List<Growth> since(HeapClasses before) {
    return byName.entrySet().stream().map(entry -> {
      Count was = before.byName.getOrDefault(entry.getKey(), Count.NONE);
      return new Growth(entry.getKey(), entry.getValue().instances() - was.instances(), entry.getValue().bytes() - was.bytes());
    }).filter(growth -> growth.bytes() > 0).sorted(Comparator.comparingLong(Growth::bytes).reversed()).toList();
  }
}
