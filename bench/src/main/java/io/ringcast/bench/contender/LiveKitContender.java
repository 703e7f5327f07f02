package io.ringcast.bench.contender;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * LiveKit's open server: the one that RINGCAST_LIVEKIT names, else one that is built from its Go module, once, where the machine has Go.
 * It is ICE-lite like ours, so that both do the same work for a connection.
 */
public final class LiveKitContender implements SignalledContender {
  private static final String VERSION = "1.9.12";
  private static final String MODULE = "github.com/livekit/livekit-server/cmd/server";
  private static final int PORT = 17_980;

  @Override
  public String name() {
    return "LiveKit " + VERSION;
  }

  @Override
  public Optional<String> missing() throws IOException, InterruptedException {
    if (Files.isExecutable(binary()) || build(binary())) {
      return Optional.empty();
    }
    return Optional.of("there is no LiveKit server: name one in RINGCAST_LIVEKIT, or install Go 1.26 or later so that it can be built");
  }

  @Override
  public RunningSignalled start(Terms terms) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("livekit-bench");
    Path configuration = folder.resolve("livekit.yaml");
    Files.writeString(configuration, """
      port: %d
      bind_addresses: ["127.0.0.1"]
      keys:
        devkey: secret
      logging:
        level: error
      rtc:
        tcp_port: %d
        udp_port: %d
        use_external_ip: false
        node_ip: 127.0.0.1
        use_ice_lite: true
        enable_loopback_candidate: true
        interfaces:
          includes: ["lo"]
      """.formatted(PORT, PORT + 1, PORT + 2));
    List<String> command = new ArrayList<>(terms.prefix());
    command.addAll(List.of(binary().toString(), "--config", configuration.toString()));
    URI url = URI.create("http://127.0.0.1:" + PORT);
    StartedProcess process = StartedProcess.start(command, Map.of(), folder.resolve("livekit.log"), url);
    return new RunningSignalled(new LiveKitRooms(url, terms), new Server(process, new ServerUsage(process.pid())));
  }

  private static Path binary() {
    String named = System.getenv("RINGCAST_LIVEKIT");
    if (named != null) {
      return Path.of(named);
    }
    String cache = System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
    return Path.of(cache, "ringcast", "livekit-server-" + VERSION);
  }

  private static boolean build(Path binary) throws IOException, InterruptedException {
    Path module = Files.createTempDirectory("livekit-build");
    Files.createDirectories(binary.toAbsolutePath().getParent());
    return runs(module, "go", "mod", "init", "livekit") && runs(module, "go", "get", "-tool", MODULE + "@v" + VERSION)
      && runs(module, "go", "build", "-o", binary.toString(), MODULE);
  }

  private static boolean runs(Path folder, String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** The process. Its collector cannot be told to collect from outside: what it holds is what is resident. */
  private record Server(StartedProcess process, ServerUsage usage) implements RunningSignalled.Holdings {
    @Override
    public OptionalLong sends() {
      return OptionalLong.empty();
    }

    @Override
    public long heldBytes() throws IOException {
      return usage.anonymousBytes();
    }

    @Override
    public OptionalDouble allocatedPerPacket(Duration span) {
      return OptionalDouble.empty();
    }

    @Override
    public Optional<HeapClasses> heapClasses() {
      return Optional.empty();
    }

    @Override
    public void close() {
      process.close();
    }
  }
}
