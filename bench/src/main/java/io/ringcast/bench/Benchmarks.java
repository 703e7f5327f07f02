package io.ringcast.bench;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command behind {@code ./ringcast bench}: picks a benchmark by name. */
@Command(name = "bench", mixinStandardHelpOptions = true, description = "Runs a benchmark.",
    subcommands = {FanoutCommand.class, LiveKitCommand.class, AudienceCommand.class, CallsCommand.class, BareLoopCommand.class,
      MixerCommand.class, RelayCommand.class, SoakCommand.class})
public final class Benchmarks implements Runnable {
  @Spec
  private @Nullable CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The parser; what it does not know ends with 2. */
  static CommandLine commandLine() {
    return new CommandLine(new Benchmarks()).setCaseInsensitiveEnumValuesAllowed(true).setUsageHelpAutoWidth(false);
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }
}
