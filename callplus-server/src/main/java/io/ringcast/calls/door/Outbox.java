package io.ringcast.calls.door;

import io.ringcast.calls.channel.CloseCode;
import io.ringcast.calls.channel.ServerFrame;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What waits to be sent on one connection, with a bound: a client that does not read is cut off, and resumes. Any thread may send. */
final class Outbox {
  static final int WAITING_MAX = 512;

  private final Sinks.Many<ServerFrame> frames = Sinks.many().unicast().onBackpressureBuffer(new LinkedBlockingQueue<>(WAITING_MAX));
  private final Sinks.Empty<Void> ended = Sinks.empty();
  private final AtomicReference<@Nullable CloseCode> why = new AtomicReference<>();
  /** A sink takes one frame at a time; answers and notices come from several threads. */
  private final ReentrantLock turn = new ReentrantLock();

  Flux<ServerFrame> frames() {
    return frames.asFlux();
  }

  /** Completes when nothing more will be sent. */
  Mono<Void> ended() {
    return ended.asMono();
  }

  /** Why the connection ends; null while it goes on, and when the client ended it. */
  @Nullable CloseCode why() {
    return why.get();
  }

  void send(ServerFrame frame) {
    turn.lock();
    try {
      switch (frames.tryEmitNext(frame)) {
        // A full queue has the second name as long as nobody has begun to read.
        case FAIL_OVERFLOW, FAIL_ZERO_SUBSCRIBER -> end(CloseCode.TOO_MUCH);
        case OK, FAIL_CANCELLED, FAIL_TERMINATED, FAIL_NON_SERIALIZED -> {}
      }
    } finally {
      turn.unlock();
    }
  }

  /** Sends what waits, and no more. */
  void end(CloseCode code) {
    why.compareAndSet(null, code);
    end();
  }

  void end() {
    turn.lock();
    try {
      var _ = frames.tryEmitComplete();
      var _ = ended.tryEmitEmpty();
    } finally {
      turn.unlock();
    }
  }
}
