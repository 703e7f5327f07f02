package io.ringcast.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Fuzzes one target in a JVM of its own, since Jazzer takes a JVM over; its corpus stays from run to run. */
final class JazzerRun {
  private static final Pattern EXECUTIONS = Pattern.compile("stat::number_of_executed_units: (\\d+)");
  private static final Pattern COVERAGE = Pattern.compile(" cov: (\\d+) ft: (\\d+) corp: (\\d+)");
  /** libFuzzer's names for inputs that failed, hung or ate memory. */
  private static final Pattern ARTIFACT = Pattern.compile("(crash|timeout|oom|slow-unit)-.*");
  /** An input that takes longer is a finding: one that hangs. The first of a run has all loaded and instrumented that it reaches. */
  private static final int INPUT_SECONDS_MAX = 60;
  private static final int LOG_LINES_KEPT = 60;
  /** Different findings of one run, told apart by their stack traces; then it ends. */
  private static final int FINDINGS_MAX = 10;
  private static final String NOISE = "INFO: ";

  private final FuzzTarget target;
  private final Path folder;

  /** @param folder where corpora, findings and logs are kept, one folder a target */
  JazzerRun(FuzzTarget target, Path folder) {
    this.target = target;
    this.folder = folder.resolve(target.label());
  }

  /** What a run brought. */
  record Result(FuzzTarget target, long executions, int coverage, int corpus, List<Path> findings, String log, boolean ran) {}

  /** Fuzzes for some seconds and waits for it. */
  Result run(int seconds) throws IOException, InterruptedException {
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    Path findings = Files.createDirectories(folder.resolve("findings"));
    List<Path> before = artifacts(findings);
    writeSeeds(corpus);
    Process process = new ProcessBuilder(command(corpus, findings, seconds)).redirectErrorStream(true).start();
    Result result = follow(process, findings, before);
    Files.writeString(folder.resolve("log"), result.log());
    return result;
  }

  private Result follow(Process process, Path findings, List<Path> before) throws IOException, InterruptedException {
    long executions = 0;
    int coverage = 0;
    int corpus = 0;
    List<String> log = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher figures = COVERAGE.matcher(line);
        if (figures.find()) {
          coverage = Integer.parseInt(figures.group(1));
          corpus = Integer.parseInt(figures.group(3));
          continue;
        }
        Matcher total = EXECUTIONS.matcher(line);
        if (total.find()) {
          executions = Long.parseLong(total.group(1));
        }
        if (line.startsWith(NOISE)) {
          continue;
        }
        if (log.size() == LOG_LINES_KEPT) {
          log.removeFirst();
        }
        log.add(line);
      }
    }
    process.waitFor();
    List<Path> found = new ArrayList<>(artifacts(findings));
    found.removeAll(before);
    return new Result(target, executions, coverage, corpus, found, String.join("\n", log) + '\n', executions > 0);
  }

  private List<String> command(Path corpus, Path findings, int seconds) throws IOException {
    List<String> command = new ArrayList<>(List.of(
      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      "-Xmx600m", "-XX:+UseSerialGC", "-XX:+EnableDynamicAgentLoading", "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow", "-cp", System.getProperty("java.class.path"),
      "com.code_intelligence.jazzer.Jazzer",
      "--target_class=" + JazzerEntry.class.getName(), "--target_args=" + target.name(),
      "--instrumentation_includes=io.ringcast.sfu.**:io.ringcast.signaling.**:io.ringcast.calls.**:io.ringcast.relay.**:"
        + "io.ringcast.mixer.**",
      "--reproducer_path=" + findings, "--keep_going=" + FINDINGS_MAX, "-artifact_prefix=" + findings + '/',
      "-max_total_time=" + seconds, "-max_len=" + target.inputBytesMax(),
      "-timeout=" + INPUT_SECONDS_MAX, "-use_value_profile=1", "-print_final_stats=1", "-reload=0"));
    List<String> words = target.body().words();
    if (!words.isEmpty()) {
      command.add("-dict=" + dictionary(words));
    }
    command.add(corpus.toString());
    return command;
  }

  private Path dictionary(List<String> words) throws IOException {
    Path file = folder.resolve("dictionary");
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
      for (String word : words) {
        StringBuilder escaped = new StringBuilder();
        for (byte each : word.getBytes(StandardCharsets.UTF_8)) {
          escaped.append("\\x%02x".formatted(each));
        }
        out.println('"' + escaped.toString() + '"');
      }
    }
    return file;
  }

  private void writeSeeds(Path corpus) throws IOException {
    List<byte[]> seeds = target.body().seeds();
    for (int i = 0; i < seeds.size(); i++) {
      Files.write(corpus.resolve("seed-" + i), seeds.get(i));
    }
  }

  private static List<Path> artifacts(Path findings) {
    try (Stream<Path> files = Files.list(findings)) {
      return files.filter(file -> ARTIFACT.matcher(file.getFileName().toString()).matches())
        .sorted(Comparator.naturalOrder()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
