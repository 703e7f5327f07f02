package io.ringcast.signaling.livekit;

import java.util.concurrent.LinkedBlockingQueue;
import livekit.LivekitRtc.SignalResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** The sending half of one WebSocket, with a bound on what waits in it: a client that does not keep up loses the connection and resumes. */
final class SocketOutlet implements Outlet {
  static final int WAITING_MAX = 512;

  /** Linked: what has room for all from the start would be a tenth of what an idle participant costs. */
  private final Sinks.Many<byte[]> sink = Sinks.many().unicast().onBackpressureBuffer(new LinkedBlockingQueue<>(WAITING_MAX));

  Flux<byte[]> messages() {
    return sink.asFlux();
  }

  @Override
  public boolean send(SignalResponse response) {
    return sink.tryEmitNext(response.toByteArray()).isSuccess();
  }

  @Override
  public void close() {
    var _ = sink.tryEmitComplete();
  }
}
