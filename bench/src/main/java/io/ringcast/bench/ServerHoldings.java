package io.ringcast.bench;

import io.ringcast.bench.contender.ServerMetrics;
import io.ringcast.bench.contender.ServerProcess;
import java.io.IOException;

/** Reads what a server process holds: its metrics after a collection. */
final class ServerHoldings {
  private final ServerProcess server;

  ServerHoldings(ServerProcess server) {
    this.server = server;
  }

  SoakSample read(String when) throws IOException, InterruptedException {
    ServerMetrics metrics = ServerMetrics.afterCollection(server);
    return new SoakSample(when, (int) metrics.value("ringcast_peers"), metrics.heapBytes(), metrics.directBytes(),
      (int) metrics.value("process_files_open_files"), (int) metrics.value("jvm_threads_live_threads"),
      (int) metrics.value("ringcast_timers"), (int) metrics.value("ringcast_packets_held"), metrics.out("ringcast_packets_total"));
  }
}
