package io.ringcast.bench;

import io.ringcast.bench.audience.AudienceSession;
import io.ringcast.bench.contender.OwnNetwork;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code audience}: what the coming and going of a live room's audience costs. */
@Command(name = "audience", mixinStandardHelpOptions = true, sortOptions = false,
    description = "A large audience of one live room, by signal alone: CPU and messages for each who comes and goes.")
final class AudienceCommand implements Callable<Integer> {
  private static final int AUDIENCE_MAX = 20_000;

  @Option(names = "--audience", defaultValue = "9999", paramLabel = "N", description = "How many, beside one host. Default: 9999.")
  private int audience;

  @Option(names = "--port", defaultValue = "17880", paramLabel = "N", description = "Port of Ringcast's server. Default: 17880.")
  private int port;

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (spec == null) {
      return 1;
    }
    if (audience < 10 || audience > AUDIENCE_MAX) {
      throw new ParameterException(
          spec.commandLine(), "Invalid value for option '--audience': " + audience + ", not 10 to " + AUDIENCE_MAX);
    }
    if (!OwnNetwork.entered()) {
      OptionalInt inside = OwnNetwork.runInside();
      if (inside.isPresent()) {
        return inside.getAsInt();
      }
    }
    new AudienceSession(port, spec.commandLine().getOut()).measure(audience);
    return 0;
  }
}
