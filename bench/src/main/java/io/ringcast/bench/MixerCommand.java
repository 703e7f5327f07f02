package io.ringcast.bench;

import io.ringcast.bench.mixer.MixSession;
import io.ringcast.mixer.codec.CodecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mixer}: what a mix costs. */
@Command(name = "mixer", mixinStandardHelpOptions = true, sortOptions = false,
    description = "A mix of many pictures and sounds, H.264 and Opus: CPU as a share of one core beside FFmpeg's xstack and amix with the "
        + "same codecs, in turn, and beside the codecs alone.")
final class MixerCommand implements Callable<Integer> {
  private static final int INPUTS_MAX = 16;
  private static final int HEIGHT_MIN = 90;
  private static final int HEIGHT_MAX = 1080;
  private static final int SECONDS_MAX = 120;
  private static final int ROUNDS_MAX = 20;

  @Option(names = "--inputs", split = ",", defaultValue = "1,4,9", paramLabel = "N",
      description = "How many each, 1 to 16. Default: 1,4,9.")
  private List<Integer> inputs = List.of();

  @Option(names = "--height", defaultValue = "720", paramLabel = "N",
      description = "Of the inputs' pictures and of the mix, 16:9, 30 frames a second; 90 to 1080. Default: 720.")
  private int height;

  @Option(names = "--seconds", defaultValue = "8", paramLabel = "S", description = "Of media, 1 to 120. Default: 8.")
  private int seconds;

  @Option(names = "--warm-up", defaultValue = "10", paramLabel = "S",
      description = "Of media, before a mix is measured, 1 to 120. Default: 10.")
  private int warmUp;

  @Option(names = "--rounds", defaultValue = "3", paramLabel = "N", description = "Medians of so many, 1 to 20. Default: 3.")
  private int rounds;

  @Option(names = "--folder", defaultValue = "target/mixer", paramLabel = "DIR",
      description = "Where what the inputs play is made. Default: target/mixer.")
  private Path folder = Path.of("target/mixer");

  @Option(names = "--json", paramLabel = "FILE", description = "Also writes the figures there.")
  private @Nullable Path json;

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException, CodecException {
    if (spec == null) {
      return 1;
    }
    for (int count : inputs) {
      require(spec, "--inputs", count, 1, INPUTS_MAX);
    }
    require(spec, "--height", height, HEIGHT_MIN, HEIGHT_MAX);
    require(spec, "--seconds", seconds, 1, SECONDS_MAX);
    require(spec, "--warm-up", warmUp, 1, SECONDS_MAX);
    require(spec, "--rounds", rounds, 1, ROUNDS_MAX);
    String figures = new MixSession(folder, warmUp, spec.commandLine().getOut()).measure(inputs, height & ~1, seconds, rounds);
    if (json != null) {
      Files.writeString(json, figures);
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
