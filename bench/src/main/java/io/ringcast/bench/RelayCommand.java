package io.ringcast.bench;

import io.ringcast.bench.relay.RelayComparison;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench relay}: what a player of RTMP costs, here and at nginx, and one of FLV here. */
@Command(name = "relay", mixinStandardHelpOptions = true,
    description = "One 2 Mbit/s stream to players: CPU for each byte and memory of each, by RTMP, by nginx's RTMP module, and by FLV.")
final class RelayCommand implements Callable<Integer> {
  @Option(names = "--players", split = ",", defaultValue = "1,50,200,500", paramLabel = "N,...", description = "How many play.")
  private List<Integer> players = List.of();

  @Option(names = "--rounds", defaultValue = "2", paramLabel = "N", description = "How often each is measured. Default: 2.")
  private int rounds;

  @Option(names = "--seconds", defaultValue = "8", paramLabel = "S", description = "How long is measured. Default: 8.")
  private int seconds;

  @Option(names = "--port", defaultValue = "21935", paramLabel = "N", description = "This port and the next one are used.")
  private int port;

  @Option(names = "--nginx", defaultValue = "/usr/sbin/nginx", paramLabel = "FILE", description = "nginx; left out where it is not there.")
  private Path nginx = Path.of("");

  @Option(names = "--nginx-rtmp", defaultValue = "/usr/lib/nginx/modules/ngx_rtmp_module.so", paramLabel = "FILE",
      description = "Its RTMP module (Debian: libnginx-mod-rtmp).")
  private Path module = Path.of("");

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (spec == null) {
      return 1;
    }
    new RelayComparison(nginx.toAbsolutePath(), module.toAbsolutePath(), port, seconds, spec.commandLine().getOut()).run(players, rounds);
    return 0;
  }
}
