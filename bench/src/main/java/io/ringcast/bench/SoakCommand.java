package io.ringcast.bench;

import io.ringcast.bench.contender.ServerProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code soak}: people come, go, switch layers and lose packets for a long time, and what the server holds stays flat. */
@Command(name = "soak", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Joins, leaves, layer switches and loss for long; prints each minute what the server holds. Ends with 1 when it grew.")
final class SoakCommand implements Callable<Integer> {
  private static final int MINUTES_MIN = 3;
  private static final int MINUTES_MAX = 10_080;

  @Option(names = "--minutes", defaultValue = "30", paramLabel = "N", description = "How long, 3 to 10080. Default: 30.")
  private int minutes;

  @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Who comes and goes when. Default: 1.")
  private long seed;

  @Option(names = "--port", defaultValue = "17880", paramLabel = "N", description = "Port of the server that is started. Default: 17880.")
  private int port;

  @Option(names = "--json", paramLabel = "FILE", description = "Also writes the figures there.")
  private @Nullable Path json;

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (spec == null) {
      return 1;
    }
    if (minutes < MINUTES_MIN || minutes > MINUTES_MAX) {
      throw new ParameterException(spec.commandLine(), "Invalid value for option '--minutes': " + minutes);
    }
    PrintWriter out = spec.commandLine().getOut();
    try (ServerProcess server = ServerProcess.start(port)) {
      SoakFigures figures = new Soak(server, seed, minutes, out).run();
      out.println(figures.text());
      out.flush();
      if (json != null) {
        Files.writeString(json, figures.json());
      }
      return figures.isFlat() ? 0 : 1;
    }
  }
}
