package io.ringcast.signaling.http;

import io.ringcast.http.Handling;
import io.ringcast.http.Json;
import io.ringcast.http.Problem;
import io.ringcast.http.ProblemException;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.live.LiveUrl;
import io.ringcast.signaling.live.LiveUrls;
import io.ringcast.signaling.room.RoomView;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import java.time.Duration;
import java.util.Comparator;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** {@code GET /v1/rooms} and {@code GET /v1/rooms/{roomId}}: rooms and their figures, as docs/http-api.md describes them. */
public final class RoomsDoor {
  private static final String LIST = "/v1/rooms";
  private static final String ONE = LIST + "/{roomId}";
  private static final Duration ANSWER_WAIT = Duration.ofSeconds(2);

  private final Rooms rooms;
  private final TokenGate gate;
  private final Scheduler scheduler;
  private final LiveUrls live;

  public RoomsDoor(Rooms rooms, TokenGate gate, Scheduler scheduler, LiveUrls live) {
    this.rooms = rooms;
    this.gate = gate;
    this.scheduler = scheduler;
    this.live = live;
  }

  public RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
        .GET(LIST, this::list)
        .route(RequestPredicates.path(LIST), Handling.only("GET, POST"))
        .GET(ONE, this::one)
        .route(RequestPredicates.path(ONE), Handling.only("GET"))
        .build();
  }

  private Mono<ServerResponse> list(ServerRequest request) {
    Access access = gate.access(request);
    if (!access.token().roomList()) {
      throw Problem.forbidden("may-not-list", "Get a token whose video grant has roomList.").exception();
    }
    return Flux.fromIterable(rooms.of(access.appId()))
        .flatMap(host -> view(host).onErrorComplete(ProblemException.class))
        .collectSortedList(Comparator.comparing(view -> view.key().roomId()))
        .flatMap(views -> json(RoomFigures.list(views)));
  }

  private Mono<ServerResponse> one(ServerRequest request) {
    Access access = gate.access(request);
    String roomId = request.pathVariable("roomId");
    boolean operator = access.token().roomList() || access.administers(roomId);
    RoomKey key = operator ? new RoomKey(access.appId(), roomId) : access.toJoin(roomId);
    RoomHost host = rooms.find(key).orElseThrow(
        () -> Problem.notFound("no-such-room", "Room " + roomId + " is not open: it opens when somebody joins it or publishes there.")
            .exception());
    Mono<RoomView> view = view(host).map(whole -> operator ? whole : whole.seenBy(access.token().userId()));
    LiveUrl url = operator || access.token().canSubscribe() ? live.of(key, null, request) : null;
    return Mono.zip(view, Mono.fromFuture(() -> host.media().report()).timeout(ANSWER_WAIT))
        .flatMap(both -> json(RoomFigures.of(both.getT1(), both.getT2(), host.speakers(), operator, url)));
  }

  private Mono<RoomView> view(RoomHost host) {
    return Mono.fromFuture(() -> host.ask(RoomView::of)).timeout(ANSWER_WAIT).publishOn(scheduler)
        .onErrorMap(RoomHost.BusyException.class, e -> Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "room-busy",
            "The room has too much to do", "Try again in a moment.").exception());
  }

  private static Mono<ServerResponse> json(Object body) {
    return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(Json.bytes(body));
  }
}
