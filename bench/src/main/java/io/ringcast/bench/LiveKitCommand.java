package io.ringcast.bench;

import io.ringcast.bench.contender.Contender;
import io.ringcast.bench.contender.LiveKitContender;
import io.ringcast.bench.contender.OwnNetwork;
import io.ringcast.bench.contender.SignalledContender;
import io.ringcast.bench.contender.SignalledRingcast;
import io.ringcast.bench.fanout.Comparison;
import io.ringcast.bench.fanout.FiguresJson;
import io.ringcast.bench.fanout.Load;
import io.ringcast.bench.fanout.Loads;
import io.ringcast.bench.fanout.Plan;
import io.ringcast.bench.livekit.PresenceSession;
import io.ringcast.sfu.transport.SrtpProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code livekit}: the same load by LiveKit's protocol on Ringcast and on LiveKit's server, in turn. */
@Command(name = "livekit", mixinStandardHelpOptions = true, sortOptions = false,
    description = "The same load by LiveKit's protocol on Ringcast and on LiveKit's server: media, joins, memory of those who are there.")
final class LiveKitCommand implements Callable<Integer> {
  /** What can be measured. */
  enum What {
    VIDEO_50,
    VIDEO_100,
    VIDEO_200,
    AUDIO_1,
    AUDIO_10,
    DATA,
    JOINS,
    IDLE;

    /** The media that is forwarded; empty where nothing is. */
    private Optional<Load> load() {
      return switch (this) {
        case VIDEO_50 -> Optional.of(new Load(1, 1, 0, 50, Loads.FRAME));
        case VIDEO_100 -> Optional.of(new Load(1, 1, 0, 100, Loads.FRAME));
        case VIDEO_200 -> Optional.of(new Load(1, 1, 0, 200, Loads.FRAME));
        case AUDIO_1 -> Optional.of(new Load(1, 0, 1, 100, Loads.FRAME));
        case AUDIO_10 -> Optional.of(new Load(1, 0, Loads.SPEAKERS, 100, Loads.FRAME));
        case DATA, JOINS, IDLE -> Optional.empty();
      };
    }
  }

  /** Who can be measured. */
  enum Who {
    RINGCAST,
    LIVEKIT
  }

  private static final int COUNT_MAX = 20_000;
  private static final int SECONDS_MAX = 3_600;
  private static final int ROUNDS_MAX = 100;
  /** Receivers decrypt one packet of so many: what a crowd on one machine can afford. */
  private static final int DECRYPT_ONE_OF = 16;

  @Option(names = "--what", split = ",", paramLabel = "NAME,...",
      description = "video_50, video_100, video_200, audio_1, audio_10 (both to 100), data, joins, idle. Default: all.")
  private List<What> what = Arrays.asList(What.values());

  @Option(names = "--with", split = ",", paramLabel = "NAME,...", description = "ringcast, livekit. Default: both.")
  private List<Who> with = Arrays.asList(Who.values());

  @Option(names = "--readers", defaultValue = "100", paramLabel = "N", description = "To whom data packets go. Default: 100.")
  private int readers;

  @Option(names = "--messages", defaultValue = "50", paramLabel = "N", description = "Data packets a second. Default: 50.")
  private int messages;

  @Option(names = "--joins", defaultValue = "300", paramLabel = "N", description = "Joins of a measurement. Default: 300.")
  private int joins;

  @Option(names = "--early", defaultValue = "3000", paramLabel = "N", description = "Joins before a measurement. Default: 3000.")
  private int early;

  @Option(names = "--idle", defaultValue = "500", paramLabel = "N", description = "Participants who are just there. Default: 500.")
  private int idle;

  @Option(names = "--classes", description = "Also prints what the heap of one who is just there is made of.")
  private boolean classes;

  @Option(names = "--heap", paramLabel = "SIZE", description = "The most heap that Ringcast's server may take, as in 256m.")
  private @Nullable String heap;

  @Option(names = "--rounds", defaultValue = "1", paramLabel = "N", description = "How often each is measured, in turn. Default: 1.")
  private int rounds;

  @Option(names = "--seconds", defaultValue = "10", paramLabel = "S", description = "How long media is measured. Default: 10.")
  private int seconds;

  @Option(names = "--warm-up", defaultValue = "10", paramLabel = "S", description = "Seconds of media before. Default: 10.")
  private int warmUpSeconds;

  @Option(names = "--memory", description = "Also measures what a subscriber holds of the server's memory.")
  private boolean memory;

  @Option(names = "--port", defaultValue = "17880", paramLabel = "N", description = "Port of Ringcast's server. Default: 17880.")
  private int port;

  @Option(names = "--json", paramLabel = "FILE", description = "Also writes all figures there.")
  private @Nullable Path json;

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException, GeneralSecurityException {
    if (spec == null) {
      return 1;
    }
    check(spec, "--readers", readers, COUNT_MAX);
    check(spec, "--messages", messages, COUNT_MAX);
    check(spec, "--joins", joins, COUNT_MAX);
    check(spec, "--early", early, COUNT_MAX);
    check(spec, "--idle", idle, COUNT_MAX);
    check(spec, "--rounds", rounds, ROUNDS_MAX);
    check(spec, "--seconds", seconds, SECONDS_MAX);
    check(spec, "--warm-up", warmUpSeconds, SECONDS_MAX);
    if (!OwnNetwork.entered()) {
      if (with.contains(Who.LIVEKIT)) {
        // Built while there is a network to get it by; who misses it says so later.
        Optional<String> _ = new LiveKitContender().missing();
      }
      OptionalInt inside = OwnNetwork.runInside();
      if (inside.isPresent()) {
        return inside.getAsInt();
      }
    }
    return measure(spec);
  }

  private int measure(CommandSpec spec) throws IOException, InterruptedException, GeneralSecurityException {
    List<SignalledContender> contenders = with.stream().map(this::contender).toList();
    PresenceSession presence = new PresenceSession(contenders, spec.commandLine().getOut());
    List<Comparison> comparisons = new ArrayList<>();
    for (What one : what) {
      Optional<Load> load = one.load();
      if (load.isPresent()) {
        comparisons.add(media(contenders, load.get(), spec));
      } else if (one == What.DATA) {
        presence.data(readers, messages, rounds, Duration.ofSeconds(warmUpSeconds), Duration.ofSeconds(seconds));
      } else if (one == What.JOINS) {
        presence.joins(early, joins, rounds);
      } else {
        presence.idle(idle, rounds, classes);
      }
    }
    if (json != null) {
      Files.writeString(json, FiguresJson.of(comparisons, presence));
    }
    return 0;
  }

  private SignalledContender contender(Who who) {
    return switch (who) {
      case RINGCAST -> new SignalledRingcast(port, heap == null ? List.of() : List.of("-Xmx" + heap));
      case LIVEKIT -> new LiveKitContender();
    };
  }

  private Comparison media(List<? extends Contender> contenders, Load load, CommandSpec command)
      throws IOException, InterruptedException, GeneralSecurityException {
    List<SrtpProfile> profiles = List.of(SrtpProfile.AEAD_AES_128_GCM);
    Plan plan = new Plan(load, warmUpSeconds, seconds, profiles.getFirst(), DECRYPT_ONE_OF, false, memory, false);
    return new FanoutSession(List.copyOf(contenders), profiles, false, Optional.empty(), command.commandLine().getOut())
      .measure(plan, rounds);
  }

  private static void check(CommandSpec command, String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new ParameterException(command.commandLine(), "Invalid value for option '" + option + "': " + value + ", not 1 to " + most);
    }
  }
}
