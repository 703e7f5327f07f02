package io.ringcast.bench;

import io.ringcast.bench.calls.CallSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code calls}: what a call between two costs, with its log and without. */
@Command(name = "calls", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Whole calls between two (start, ring, accept, connected, hang up) in one process, without network: "
        + "cycles per CPU-second with the durable log and without, ring latency at full and half load.")
final class CallsCommand implements Callable<Integer> {
  private static final int SECONDS_MAX = 600;

  @Option(names = "--seconds", defaultValue = "20", paramLabel = "N", description = "How long each is measured. Default: 20.")
  private int seconds;

  @Option(names = "--folder", defaultValue = "target/calls", paramLabel = "DIR",
      description = "Where the database is made, on the disk that is meant. Default: target/calls.")
  private Path folder = Path.of("target/calls");

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (spec == null) {
      return 1;
    }
    if (seconds < 1 || seconds > SECONDS_MAX) {
      throw new ParameterException(spec.commandLine(), "Invalid value for option '--seconds': " + seconds + ", not 1 to " + SECONDS_MAX);
    }
    new CallSession(seconds, folder, spec.commandLine().getOut()).measure();
    return 0;
  }
}
