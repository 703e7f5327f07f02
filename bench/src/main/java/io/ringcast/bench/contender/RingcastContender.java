package io.ringcast.bench.contender;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ringcast.
 *
 * @param running a server that runs already; null to start one
 * @param pid its process
 * @param port of one that is started
 */
public record RingcastContender(@Nullable URI running, long pid, int port) implements Contender {
  @Override
  public String name() {
    return "Ringcast";
  }

  @Override
  public Optional<String> missing() {
    return Optional.empty();
  }

  @Override
  public RunningContender start(Terms terms) throws IOException, InterruptedException {
    ServerProcess server =
      running == null ? ServerProcess.start(port, terms.prefix(), List.of()) : ServerProcess.running(running, pid);
    return new RunningRingcast(server, terms);
  }
}
