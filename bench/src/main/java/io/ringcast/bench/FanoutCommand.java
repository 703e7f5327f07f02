package io.ringcast.bench;

import io.ringcast.bench.contender.Contender;
import io.ringcast.bench.contender.JanusContender;
import io.ringcast.bench.contender.OwnNetwork;
import io.ringcast.bench.contender.RingcastContender;
import io.ringcast.bench.fanout.Comparison;
import io.ringcast.bench.fanout.FiguresJson;
import io.ringcast.bench.fanout.Load;
import io.ringcast.bench.fanout.Loads;
import io.ringcast.bench.fanout.Plan;
import io.ringcast.bench.fanout.Suite;
import io.ringcast.sfu.transport.SrtpProfile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
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

/** {@code fanout}: few publish, many watch, and what a forwarded packet costs the server. */
@Command(name = "fanout", mixinStandardHelpOptions = true, sortOptions = false,
    description = "What a server's forwarding costs: CPU time a packet, lateness, loss, memory; beside Janus and the bare loop.")
final class FanoutCommand implements Callable<Integer> {
  /** What is published. */
  enum Media { VIDEO, AUDIO, MIXED }

  /** Who is measured. */
  enum Who { RINGCAST, JANUS, BARE }

  /** The SRTP profiles of the command line. */
  enum Cipher {
    GCM, CM, BOTH;

    private List<SrtpProfile> profiles() {
      return switch (this) {
        case GCM -> List.of(SrtpProfile.AEAD_AES_128_GCM);
        case CM -> List.of(SrtpProfile.AES128_CM_SHA1_80);
        case BOTH -> List.of(SrtpProfile.AEAD_AES_128_GCM, SrtpProfile.AES128_CM_SHA1_80);
      };
    }
  }

  private static final int SUBSCRIBERS_MAX = 1_000;
  private static final int SECONDS_MAX = 3_600;
  private static final int ROOMS_MAX = 100;
  private static final int FRAMES_MAX = 120;
  private static final int ROUNDS_MAX = 100;
  private static final int SAMPLING_MAX = 1_000;

  @Option(names = "--with", split = ",", defaultValue = "ringcast", paramLabel = "ringcast|janus|bare",
      description = "Who is measured, in turn, with commas between. Default: ringcast.")
  private List<Who> who = List.of();

  @Option(names = "--media", defaultValue = "video", paramLabel = "video|audio|mixed",
      description = "One video of 2.4 Mbit/s, 10 voices, or a voice beside a video of keyframes. Default: video.")
  private Media media = Media.VIDEO;

  @Option(names = "--subscribers", defaultValue = "50", paramLabel = "N", description = "How many watch a room, 1 to 1000. Default: 50.")
  private int subscribers;

  @Option(names = "--rooms", defaultValue = "1", paramLabel = "N", description = "Rooms, 1 to 100. Default: 1.")
  private int rooms;

  @Option(names = "--spacing", defaultValue = "burst", paramLabel = "burst|1ms",
      description = "A frame's packets leave at once, or 1 ms apart as on a real uplink. Default: burst.")
  private String spacing = "burst";

  @Option(names = "--fps", defaultValue = "30", paramLabel = "N", description = "Video frames a second, 1 to 120. Default: 30.")
  private int fps;

  @Option(names = "--suite", arity = "0..1", split = ",", fallbackValue = "all", paramLabel = "NAME,...",
      description = "Loads of the whole table, instead of one of your own; all without names.")
  private List<String> suite = List.of();

  @Option(names = "--cipher", defaultValue = "both", paramLabel = "gcm|cm|both",
      description = "AEAD_AES_128_GCM or AES128_CM_SHA1_80; both: Ringcast has the first, others are measured with each. Default: both.")
  private Cipher cipher = Cipher.BOTH;

  @Option(names = "--rounds", defaultValue = "1", paramLabel = "N", description = "How often each is measured, in turn. Default: 1.")
  private int rounds;

  @Option(names = "--seconds", defaultValue = "10", paramLabel = "S", description = "How long is measured, 1 to 3600. Default: 10.")
  private int seconds;

  @Option(names = "--warm-up", defaultValue = "10", paramLabel = "S", description = "Seconds before the measurement. Default: 10.")
  private int warmUpSeconds;

  @Option(names = "--decrypt-one-of", defaultValue = "16", paramLabel = "N",
      description = "Subscribers decrypt one packet of so many and take the rest by their headers; 1 for all. Default: 16.")
  private int decryptOneOf;

  @Option(names = "--pin", description = "Server and load generator get a core each: for latencies.")
  private boolean pin;

  @Option(names = "--memory", description = "Also measures what a subscriber holds of the server's memory.")
  private boolean memory;

  @Option(names = "--allocation", description = "Also measures what Ringcast's media loops allocate for each packet.")
  private boolean allocation;

  @Option(names = "--profile", paramLabel = "FILE",
      description = "Has Ringcast's JVM record where its CPU time goes while measured: a flight recording, a flame graph in FILE.svg.")
  private @Nullable Path recording;

  @Option(names = "--url", paramLabel = "URL", description = "A Ringcast server that runs already, in dev mode. Default: one is started.")
  private @Nullable URI url;

  @Option(names = "--pid", paramLabel = "PID", description = "The process of that server, whose CPU time is read.")
  private long pid;

  @Option(names = "--port", defaultValue = "17880", paramLabel = "N", description = "Port of the server that is started. Default: 17880.")
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
    check(spec);
    List<Contender> contenders = contenders(spec);
    List<Load> loads = loads(spec);
    if (url == null && !OwnNetwork.entered()) {
      prepare(contenders);
      OptionalInt inside = OwnNetwork.runInside();
      if (inside.isPresent()) {
        return inside.getAsInt();
      }
    }
    FanoutSession session = new FanoutSession(contenders, cipher.profiles(), who.contains(Who.BARE), Optional.ofNullable(recording),
      spec.commandLine().getOut());
    List<Comparison> comparisons = new ArrayList<>();
    for (Load load : loads) {
      Plan plan = new Plan(load, warmUpSeconds, seconds, cipher.profiles().getFirst(), decryptOneOf, pin, memory, allocation);
      comparisons.add(session.measure(plan, rounds));
      if (json != null) {
        Files.writeString(json, FiguresJson.of(comparisons));
      }
    }
    return 0;
  }

  /** Has what is missing installed while there is a way to the world. */
  private static void prepare(List<Contender> contenders) throws IOException, InterruptedException {
    for (Contender contender : contenders) {
      contender.missing();
    }
  }

  private void check(CommandSpec command) {
    require(command, "--subscribers", subscribers, 1, SUBSCRIBERS_MAX);
    require(command, "--rooms", rooms, 1, ROOMS_MAX);
    require(command, "--fps", fps, 1, FRAMES_MAX);
    require(command, "--rounds", rounds, 1, ROUNDS_MAX);
    require(command, "--seconds", seconds, 1, SECONDS_MAX);
    require(command, "--warm-up", warmUpSeconds, 0, SECONDS_MAX);
    require(command, "--decrypt-one-of", decryptOneOf, 1, SAMPLING_MAX);
    require(command, "burst".equals(spacing) || "1ms".equals(spacing), "--spacing", spacing);
    require(command, url == null || pid > 0, "--pid", "none, which --url needs");
  }

  private List<Contender> contenders(CommandSpec command) {
    List<Contender> contenders = new ArrayList<>();
    for (Who one : who) {
      switch (one) {
        case RINGCAST -> contenders.add(new RingcastContender(url, pid, port));
        case JANUS -> contenders.add(new JanusContender());
        case BARE -> { }
      }
    }
    require(command, !contenders.isEmpty(), "--with", "bare alone, for which there is bare-loop");
    return contenders;
  }

  private List<Load> loads(CommandSpec command) {
    if (suite.isEmpty()) {
      return List.of(load());
    }
    if (suite.contains("all")) {
      return List.of(Suite.values()).stream().map(Suite::load).toList();
    }
    suite.forEach(name -> require(command, Suite.options().contains(name), "--suite", name + ", not of " + Suite.options()));
    return List.of(Suite.values()).stream().filter(one -> suite.contains(one.option())).map(Suite::load).toList();
  }

  private Load load() {
    long spacingNs = "burst".equals(spacing) ? 0 : Loads.SPACING_NS;
    Load.Frame frame = new Load.Frame(fps, Loads.FRAME.packets(), spacingNs);
    return switch (media) {
      case VIDEO -> new Load(rooms, 1, 0, subscribers, frame);
      case AUDIO -> new Load(rooms, 0, Loads.SPEAKERS, subscribers, frame);
      case MIXED -> new Load(rooms, 1, 1, subscribers, Loads.KEYFRAMES);
    };
  }

  private static void require(CommandSpec command, String option, int value, int least, int most) {
    require(command, value >= least && value <= most, option, value + ", not " + least + " to " + most);
  }

  private static void require(CommandSpec command, boolean fits, String option, String value) {
    if (!fits) {
      throw new ParameterException(command.commandLine(), "Invalid value for option '" + option + "': " + value);
    }
  }
}
