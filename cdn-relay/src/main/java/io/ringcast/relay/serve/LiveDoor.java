package io.ringcast.relay.serve;

import io.ringcast.http.Handling;
import io.ringcast.relay.live.LiveEnd;
import io.ringcast.relay.live.LiveRefusedException;
import io.ringcast.relay.live.LiveStreams;
import io.ringcast.relay.live.RunningStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** LiveURLs over HTTP: {@code /live/{roomId}.flv} and {@code .m3u8}, as docs/live-streams.md describes them. */
public final class LiveDoor {
  private static final MediaType FLV = MediaType.parseMediaType("video/x-flv");
  private static final String ROOM = "/live/{first}";
  private static final String STREAM = ROOM + "/{second}";
  private static final String APP = STREAM + "/{third}";

  private final LiveStreams streams;
  private final LiveGate gate;
  private final HlsDoor hls;
  private final Scheduler scheduler;
  private final InstantSource clock;
  private final ConcurrentMap<RunningStream, SharedTags> tags = new ConcurrentHashMap<>();
  private final LongAdder[] ends = Stream.generate(LongAdder::new).limit(LiveEnd.values().length).toArray(LongAdder[]::new);
  private final LongAdder expired = new LongAdder();

  /** @param ids makes names that nobody guesses */
  public LiveDoor(LiveStreams streams, LiveGate gate, LiveRules rules, Scheduler scheduler, InstantSource clock, Supplier<String> ids) {
    this.streams = streams;
    this.gate = gate;
    this.scheduler = scheduler;
    this.clock = clock;
    hls = new HlsDoor(new HlsShelf(rules, clock, ids), gate, scheduler);
  }

  public RouterFunction<ServerResponse> routes() {
    RouterFunctions.Builder routes = RouterFunctions.route();
    for (String path : List.of(ROOM, STREAM, APP)) {
      routes.route(RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD).and(RequestPredicates.path(path)), this::play)
        .route(RequestPredicates.path(path), Handling.only("GET, HEAD"));
    }
    return routes.add(hls.routes()).build().filter(Handling::problems);
  }

  /** Players of FLV that were ended for this reason, since start. */
  public long ended(LiveEnd reason) {
    return ends[reason.ordinal()].sum();
  }

  /** Players of FLV whose token ended while they played, since start. */
  public long expired() {
    return expired.sum();
  }

  private Mono<ServerResponse> play(ServerRequest request) {
    Map<String, String> path = request.pathVariables();
    LiveAddress address = LiveAddress.of(Stream.of("first", "second", "third").map(path::get).flatMap(Stream::ofNullable).toList());
    String token = request.queryParam("token").filter(text -> !text.isEmpty()).orElse(null);
    LiveGate.Pass pass = gate.pass(address, token);
    return Handling.on(scheduler, () -> open(pass)).flatMap(stream -> switch (address.format()) {
      case FLV -> flv(request, stream, pass.expiresAt());
      case HLS -> hls.multivariant(stream, address, token);
    });
  }

  private RunningStream open(LiveGate.Pass pass) {
    try {
      return streams.open(pass.name());
    } catch (LiveRefusedException e) {
      throw LiveProblems.of(e);
    }
  }

  private Mono<ServerResponse> flv(ServerRequest request, RunningStream stream, @Nullable Instant expiresAt) {
    ServerResponse.BodyBuilder head = ServerResponse.ok().contentType(FLV).cacheControl(CacheControl.noStore());
    if (request.method().equals(HttpMethod.HEAD)) {
      return head.build();
    }
    Flux<List<byte[]>> bytes = FlvPlayer.bytes(stream, shared(stream), reason -> ends[reason.ordinal()].increment());
    Flux<List<byte[]>> timed = left(expiresAt)
      .map(left -> bytes.takeUntilOther(Mono.delay(left).doOnNext(elapsed -> expired.increment())).concatWith(whyExpired(expiresAt)))
      .orElse(bytes);
    return head.body((response, context) ->
      response.writeAndFlushWith(timed.map(pieces -> Mono.just(joined(response.bufferFactory(), pieces)))));
  }

  private Mono<List<byte[]>> whyExpired(@Nullable Instant expiresAt) {
    return Mono.defer(() -> expiresAt == null || clock.instant().isBefore(expiresAt) ? Mono.empty()
      : Mono.just(List.of(FlvPlayer.end("token-expired", "The token is good no longer: get a new LiveURL."))));
  }

  private Optional<Duration> left(@Nullable Instant expiresAt) {
    return Optional.ofNullable(expiresAt).map(end -> Duration.between(clock.instant(), end));
  }

  private static DataBuffer joined(DataBufferFactory factory, List<byte[]> pieces) {
    return factory.join(pieces.stream().map(factory::wrap).toList());
  }

  private SharedTags shared(RunningStream stream) {
    tags.keySet().removeIf(RunningStream::ended);
    return tags.computeIfAbsent(stream, begun -> new SharedTags());
  }
}
