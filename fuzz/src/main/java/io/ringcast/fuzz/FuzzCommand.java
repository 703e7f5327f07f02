package io.ringcast.fuzz;

import io.ringcast.fuzz.JazzerRun.Result;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command behind {@code ./ringcast fuzz}: splits a time over the targets and prints what each brought. */
@Command(name = "fuzz", mixinStandardHelpOptions = true,
  description = "Fuzzes everything that reads bytes of the network; ends with 1 when something was found.")
public final class FuzzCommand implements Callable<Integer> {
  private static final int SECONDS_A_MINUTE = 60;

  @Option(names = "--minutes", defaultValue = "5", description = "time for all targets together (default: ${DEFAULT-VALUE})")
  private double minutes;

  @Option(names = "--target", split = ",", description = "only these: ${COMPLETION-CANDIDATES}")
  private List<FuzzTarget> targets = new ArrayList<>();

  @Option(names = "--jobs", defaultValue = "1", description = "targets that run at one time (default: ${DEFAULT-VALUE})")
  private int jobs;

  @Option(names = "--folder", defaultValue = "fuzz", description = "the module's folder (default: ${DEFAULT-VALUE})")
  private Path folder = Path.of("fuzz");

  @Spec
  private @Nullable CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The parser; what it does not know ends with 2. */
  static CommandLine commandLine() {
    return new CommandLine(new FuzzCommand()).setCaseInsensitiveEnumValuesAllowed(true).setUsageHelpAutoWidth(false);
  }

  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    PrintWriter out = spec == null ? new PrintWriter(System.out, true, StandardCharsets.UTF_8) : spec.commandLine().getOut();
    List<FuzzTarget> chosen = targets.isEmpty() ? List.of(FuzzTarget.values()) : targets;
    int seconds = Math.max(1, (int) (minutes * SECONDS_A_MINUTE * jobs / chosen.size()));
    out.printf("%d targets, %d s each, %d at a time%n", chosen.size(), seconds, jobs);
    out.printf("%-12s %14s %9s %7s %9s%n", "target", "executions", "coverage", "corpus", "findings");
    out.flush();
    List<Result> results = runAll(chosen, seconds, out);
    long executions = results.stream().mapToLong(Result::executions).sum();
    int findings = results.stream().mapToInt(result -> result.findings().size()).sum();
    out.printf("%-12s %,14d %27d%n", "all", executions, findings);
    for (Result result : results) {
      if (!result.findings().isEmpty() || !result.ran()) {
        String label = result.target().label();
        out.printf("%n%s:%n%s%n", label, result.log());
        result.findings().forEach(finding ->
          out.printf("found: %s (keep it as a case in src/test/resources/findings/%s)%n", finding, label));
      }
    }
    out.flush();
    return findings == 0 && results.stream().allMatch(Result::ran) ? 0 : 1;
  }

  private List<Result> runAll(List<FuzzTarget> chosen, int seconds, PrintWriter out) throws InterruptedException, ExecutionException {
    List<Result> results = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, jobs))) {
      List<Future<Result>> running = new ArrayList<>();
      for (FuzzTarget target : chosen) {
        running.add(pool.submit(() -> runOne(target, seconds, out)));
      }
      for (Future<Result> each : running) {
        results.add(each.get());
      }
    }
    return results;
  }

  private Result runOne(FuzzTarget target, int seconds, PrintWriter out) throws IOException, InterruptedException {
    Result result = new JazzerRun(target, folder.toAbsolutePath().resolve("target/fuzz")).run(seconds);
    out.printf("%-12s %,14d %9d %7d %9d%n",
      target.label(), result.executions(), result.coverage(), result.corpus(), result.findings().size());
    out.flush();
    return result;
  }
}
