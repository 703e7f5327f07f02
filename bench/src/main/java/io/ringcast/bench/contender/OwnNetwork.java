package io.ringcast.bench.contender;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A network namespace for load generator and servers, with nothing in it but the loopback device and a pair of virtual ones that are
 * connected to each other: no packet of a benchmark can leave it. The command starts itself anew in there.
 *
 * <p>One virtual device has an address, for servers that take no loopback one; the kernel delivers to it by the loopback device.
 */
public final class OwnNetwork {
  private static final String ADDRESS_VARIABLE = "BENCH_NETWORK_ADDRESS";
  private static final String ADDRESS = "10.77.0.1";
  private static final String SET_UP = """
    ip link set lo up && ip link add bench0 type veth peer name bench1 && ip addr add %s/24 dev bench0 \
    && ip link set bench0 up && ip link set bench1 up && exec "$@"
    """.formatted(ADDRESS);
  private static final List<List<String>> WAYS_IN = List.of(List.of("unshare", "--net"), List.of("unshare", "--map-root-user", "--net"));

  private OwnNetwork() {}

  /** Whether this process is in there. */
  public static boolean entered() {
    return told() != null;
  }

  /** What peers send from: the namespace's address in there, the loopback address elsewhere. */
  public static InetAddress address() throws IOException {
    String told = told();
    return told == null ? InetAddress.getLoopbackAddress() : InetAddress.getByName(told);
  }

  /** Runs this process's own command in there, to its end: its exit code. Empty where no namespace can be made. */
  public static OptionalInt runInside() throws IOException, InterruptedException {
    for (List<String> wayIn : WAYS_IN) {
      if (start(wayIn, List.of("true"), ProcessBuilder.Redirect.DISCARD) == 0) {
        return OptionalInt.of(start(wayIn, ownCommand(), ProcessBuilder.Redirect.INHERIT));
      }
    }
    return OptionalInt.empty();
  }

  private static int start(List<String> wayIn, List<String> command, ProcessBuilder.Redirect output)
    throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(wayIn);
    words.addAll(List.of("sh", "-c", SET_UP, "sh"));
    words.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(words).redirectOutput(output).redirectError(output);
    builder.environment().putAll(Map.of(ADDRESS_VARIABLE, ADDRESS));
    try {
      Process inside = builder.start();
      Thread end = Thread.ofPlatform().unstarted(inside::destroy);
      Runtime.getRuntime().addShutdownHook(end);
      int code = inside.waitFor();
      Runtime.getRuntime().removeShutdownHook(end);
      return code;
    } catch (IOException e) {
      return -1;
    }
  }

  private static List<String> ownCommand() throws IOException {
    String words = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
    return List.of(words.substring(0, words.length() - 1).split("\0", -1));
  }

  private static @Nullable String told() {
    return System.getenv(ADDRESS_VARIABLE);
  }
}
