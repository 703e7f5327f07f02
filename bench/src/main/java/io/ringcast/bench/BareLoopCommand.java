package io.ringcast.bench;

import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bare-loop}: the yardstick of {@code fanout}. */
@Command(name = "bare-loop", mixinStandardHelpOptions = true, sortOptions = false,
    description = "The least that forwarding can cost: one thread that encrypts and sends, and does nothing else.")
final class BareLoopCommand implements Callable<Integer> {
  private static final int RECEIVERS_MAX = 1_000;
  static final int RUN_MAX = 40;
  private static final int BYTES_MIN = 64;
  private static final int BYTES_MAX = 1_400;
  private static final int SECONDS_MAX = 3_600;

  @Option(names = "--receivers", defaultValue = "200", paramLabel = "N",
      description = "Sockets and keys, 1 to 1000. Default: 200.")
  private int receivers;

  @Option(names = "--run", defaultValue = "8", paramLabel = "N", description = "Packets of one send, 1 to 40. Default: 8.")
  private int run;

  @Option(names = "--bytes", defaultValue = "1100", paramLabel = "N",
      description = "Size of a packet before its tag, 64 to 1400. Default: 1100.")
  private int bytes;

  @Option(names = "--seconds", defaultValue = "5", paramLabel = "S", description = "How long is measured, 1 to 3600. Default: 5.")
  private int seconds;

  @Option(names = "--json", paramLabel = "FILE", description = "Also writes the figures there.")
  private @Nullable Path json;

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException, GeneralSecurityException {
    if (spec == null) {
      return 1;
    }
    require(spec, "--receivers", receivers, 1, RECEIVERS_MAX);
    require(spec, "--run", run, 1, RUN_MAX);
    require(spec, "--bytes", bytes, BYTES_MIN, BYTES_MAX);
    require(spec, "--seconds", seconds, 1, SECONDS_MAX);
    PrintWriter out = spec.commandLine().getOut();
    if (!Epoll.isAvailable()) {
      out.println("The bare loop needs Linux: " + Epoll.unavailabilityCause().getMessage());
      return 1;
    }
    try (BareLoop loop = new BareLoop(new BareLoop.Plan(receivers, run, bytes, seconds))) {
      BareLoopFigures figures = loop.run();
      out.println(figures.text());
      out.flush();
      if (json != null) {
        Files.writeString(json, figures.json());
      }
    }
    return 0;
  }

  private static void require(CommandSpec command, String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(command.commandLine(),
        "Invalid value for option '" + option + "': " + value + ", not " + least + " to " + most);
    }
  }
}
