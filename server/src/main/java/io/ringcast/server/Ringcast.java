package io.ringcast.server;

import io.ringcast.server.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import org.jspecify.annotations.Nullable;

/** The command without a subcommand: prints what there is. */
@Command(
    name = "ringcast",
    mixinStandardHelpOptions = true,
    version = "Ringcast 0.1.0",
    description = "Real-time rooms in one process.",
    subcommands = {RunCommand.class, TokenCommand.class})
final class Ringcast implements Runnable {

  /** Wrong flag, bad value, unusable config. */
  static final int EXIT_USAGE = 2;

  /** A port is taken, or the server failed. */
  static final int EXIT_FAILED = 1;

  @Spec
  private @Nullable CommandSpec spec;

  /** The parser with its exit codes. */
  static CommandLine commandLine() {
    return new CommandLine(new Ringcast())
      .setCaseInsensitiveEnumValuesAllowed(true)
      .setUsageHelpAutoWidth(false)
      .setExecutionExceptionHandler((error, command, parsed) -> explain(error, command));
  }

  private static int explain(Exception error, CommandLine command) throws Exception {
    if (error instanceof ConfigException) {
      command.getErr().println("Ringcast cannot start: " + error.getMessage());
      return EXIT_USAGE;
    }
    if (error instanceof PortInUseException) {
      command.getErr().println("Ringcast cannot start: " + error.getMessage());
      return EXIT_FAILED;
    }
    throw error;
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }
}
