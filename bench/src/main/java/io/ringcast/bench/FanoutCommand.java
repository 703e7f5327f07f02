package io.ringcast.bench;

import io.ringcast.sfu.transport.SrtpProfile;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fanout}: one publisher, many subscribers, and what a forwarded packet costs the server. */
@Command(name = "fanout", mixinStandardHelpOptions = true, sortOptions = false,
    description = "One VP8 publisher of about 2.4 Mbit/s to N subscribers: CPU time per forwarded packet, loss, latency, memory.")
final class FanoutCommand implements Callable<Integer> {
  /** How a frame's packets leave the publisher. */
  enum Spacing {
    BURST(0),
    MS1(1_000_000);

    private final long ns;

    Spacing(long ns) {
      this.ns = ns;
    }
  }

  private static final int SUBSCRIBERS_MAX = 1_000;
  private static final int SECONDS_MAX = 3_600;

  @Option(names = "--subscribers", defaultValue = "50", paramLabel = "N", description = "How many watch, 1 to 1000. Default: 50.")
  private int subscribers;

  @Option(names = "--seconds", defaultValue = "15", paramLabel = "S", description = "How long is measured, 1 to 3600. Default: 15.")
  private int seconds;

  @Option(names = "--warm-up", defaultValue = "10", paramLabel = "S", description = "Seconds before the measurement. Default: 10.")
  private int warmUpSeconds;

  @Option(names = "--spacing", defaultValue = "burst", paramLabel = "burst|1ms",
      description = "A frame's packets leave at once, or 1 ms apart as on a real uplink. Default: burst.")
  private String spacing = "burst";

  @Option(names = "--profile", defaultValue = "gcm", paramLabel = "gcm|cm",
      description = "AEAD_AES_128_GCM or AES128_CM_SHA1_80. Default: gcm.")
  private String profile = "gcm";

  @Option(names = "--url", paramLabel = "URL", description = "A server that runs already, in dev mode. Default: one is started.")
  private @Nullable URI url;

  @Option(names = "--pid", paramLabel = "PID", description = "The process of that server, whose CPU time is read.")
  private long pid;

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
    require(spec, subscribers >= 1 && subscribers <= SUBSCRIBERS_MAX, "--subscribers", Integer.toString(subscribers));
    require(spec, seconds >= 1 && seconds <= SECONDS_MAX, "--seconds", Integer.toString(seconds));
    require(spec, warmUpSeconds >= 0 && warmUpSeconds <= SECONDS_MAX, "--warm-up", Integer.toString(warmUpSeconds));
    require(spec, url == null || pid > 0, "--pid", "none, which --url needs");
    Spacing chosen = spacing(spec);
    SrtpProfile srtp = srtpProfile(spec);
    PrintWriter out = spec.commandLine().getOut();
    try (ServerProcess server = url == null ? ServerProcess.start(port) : ServerProcess.running(url, pid)) {
      Fanout.Plan plan = new Fanout.Plan(subscribers, warmUpSeconds, seconds, chosen.ns, srtp);
      FanoutFigures figures = new Fanout(server, plan).run();
      out.println(figures.text());
      out.flush();
      if (json != null) {
        Files.writeString(json, figures.json());
      }
    }
    return 0;
  }

  private Spacing spacing(CommandSpec command) {
    require(command, "burst".equals(spacing) || "1ms".equals(spacing), "--spacing", spacing);
    return "burst".equals(spacing) ? Spacing.BURST : Spacing.MS1;
  }

  private SrtpProfile srtpProfile(CommandSpec command) {
    require(command, "gcm".equals(profile) || "cm".equals(profile), "--profile", profile);
    return "gcm".equals(profile) ? SrtpProfile.AEAD_AES_128_GCM : SrtpProfile.AES128_CM_SHA1_80;
  }

  private static void require(CommandSpec command, boolean fits, String option, String value) {
    if (!fits) {
      throw new ParameterException(command.commandLine(), "Invalid value for option '" + option + "': " + value);
    }
  }
}
