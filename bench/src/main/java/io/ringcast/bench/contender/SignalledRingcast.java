package io.ringcast.bench.contender;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Ringcast, by LiveKit's protocol.
 *
 * @param javaOptions flags for its JVM
 */
public record SignalledRingcast(int port, List<String> javaOptions) implements SignalledContender {
  @Override
  public String name() {
    return "Ringcast";
  }

  @Override
  public Optional<String> missing() {
    return Optional.empty();
  }

  @Override
  public RunningSignalled start(Terms terms) throws IOException, InterruptedException {
    ServerProcess server = ServerProcess.start(port, terms.prefix(), javaOptions);
    return new RunningSignalled(new LiveKitRooms(server.url(), terms), new RunningRingcast(server, terms));
  }
}
