package io.ringcast.signaling.stage;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** One stream of server-sent events to one of those in a room. Written on the room's queue, read wherever the connection is. */
final class Follower {
  /** News that wait for a slow reader; one with more of them is let go, and learns how things are when it comes back. */
  static final int WAITING_MAX = 256;
  /** Proxies end a connection that is silent for a minute, some for half of one. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final @Nullable String participantId;
  private final Sinks.Many<ServerSentEvent<String>> news =
      Sinks.many().unicast().onBackpressureBuffer(new ArrayBlockingQueue<>(WAITING_MAX));
  private final Sinks.Empty<Void> over = Sinks.empty();
  private volatile String why = "closed";

  /** @param participantId the stay that follows; null for an administrator */
  Follower(@Nullable String participantId) {
    this.participantId = participantId;
  }

  @Nullable String participantId() {
    return participantId;
  }

  /** False when it is too slow. */
  boolean send(String type, long sequence, String json) {
    ServerSentEvent<String> event = ServerSentEvent.builder(json).id(String.valueOf(sequence)).event(type).build();
    return switch (news.tryEmitNext(event)) {
      // A full queue has the second name as long as nobody has begun to read.
      case FAIL_OVERFLOW, FAIL_ZERO_SUBSCRIBER -> false;
      case OK, FAIL_CANCELLED, FAIL_TERMINATED, FAIL_NON_SERIALIZED -> true;
    };
  }

  void end(String reason) {
    why = reason;
    news.tryEmitComplete();
    over.tryEmitEmpty();
  }

  /** What is sent, with a sign of life while there is nothing. */
  Flux<ServerSentEvent<String>> stream() {
    Flux<ServerSentEvent<String>> beats = Flux.interval(HEARTBEAT).onBackpressureDrop().map(beat -> comment("nothing new"))
        .takeUntilOther(over.asMono());
    return Flux.concat(Flux.merge(news.asFlux(), beats), Flux.defer(() -> Flux.just(comment("ended: " + why))));
  }

  private static ServerSentEvent<String> comment(String text) {
    return ServerSentEvent.<String>builder().comment(text).build();
  }
}
