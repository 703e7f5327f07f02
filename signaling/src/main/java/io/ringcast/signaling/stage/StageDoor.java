package io.ringcast.signaling.stage;

import io.ringcast.http.Bodies;
import io.ringcast.http.Handling;
import io.ringcast.http.Json;
import io.ringcast.http.Problem;
import io.ringcast.signaling.http.Access;
import io.ringcast.signaling.http.OpenRooms;
import io.ringcast.signaling.http.TokenGate;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import java.util.concurrent.Callable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Client control of one room: docs/stage.md describes each. */
public final class StageDoor {
  static final int BODY_BYTES_MAX = 4_096;
  private static final String ROOM = "/v1/rooms/{roomId}";
  private static final String STAGE = ROOM + "/stage";
  private static final String HAND = STAGE + "/hand";
  private static final String HANDS = STAGE + "/hands/{userId}";
  private static final String INVITATIONS = STAGE + "/invitations";
  private static final String INVITATION = INVITATIONS + "/{invitationId}";
  private static final String ANSWER = INVITATION + "/answer";
  private static final String HOST = STAGE + "/hosts/{userId}";
  private static final String LAYER = ROOM + "/streams/{streamId}/layer";
  private static final String EVENTS = ROOM + "/events";

  private final TokenGate gate;
  private final Scheduler scheduler;
  private final Newsstand newsstand;
  private final OpenRooms rooms;
  private final StageCalls calls;
  private final LayerChoice layers;

  public StageDoor(Rooms rooms, Newsstand newsstand, TokenGate gate, Scheduler scheduler) {
    this.gate = gate;
    this.scheduler = scheduler;
    this.newsstand = newsstand;
    this.rooms = new OpenRooms(rooms);
    calls = new StageCalls(this.rooms);
    layers = new LayerChoice(this.rooms);
  }

  public RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
        .GET(STAGE, request -> json(request, access -> calls.state(access, roomId(request))))
        .route(RequestPredicates.path(STAGE), Handling.only("GET"))
        .PUT(HAND, request -> json(request, access -> calls.raise(access, roomId(request))))
        .DELETE(HAND, request -> nothing(request, access -> calls.lower(access, roomId(request))))
        .route(RequestPredicates.path(HAND), Handling.only("PUT, DELETE"))
        .DELETE(HANDS, request -> nothing(request, access -> calls.decline(access, roomId(request), request.pathVariable("userId"))))
        .route(RequestPredicates.path(HANDS), Handling.only("DELETE"))
        .POST(INVITATIONS, this::invite)
        .route(RequestPredicates.path(INVITATIONS), Handling.only("POST"))
        .DELETE(INVITATION, request -> nothing(request,
            access -> calls.withdraw(access, roomId(request), request.pathVariable("invitationId"))))
        .route(RequestPredicates.path(INVITATION), Handling.only("DELETE"))
        .POST(ANSWER, this::answer)
        .route(RequestPredicates.path(ANSWER), Handling.only("POST"))
        .DELETE(HOST, request -> json(request, access -> calls.back(access, roomId(request), request.pathVariable("userId"))))
        .route(RequestPredicates.path(HOST), Handling.only("DELETE"))
        .PUT(LAYER, this::layer)
        .route(RequestPredicates.path(LAYER), Handling.only("PUT"))
        .GET(EVENTS, this::events)
        .route(RequestPredicates.path(EVENTS), Handling.only("GET"))
        .build();
  }

  /** What is asked with a token. */
  @FunctionalInterface
  private interface Question {
    Object answer(Access access);
  }

  private static String roomId(ServerRequest request) {
    return request.pathVariable("roomId");
  }

  private Mono<Object> answered(ServerRequest request, Question question) {
    Access access = gate.access(request);
    Callable<Object> work = () -> question.answer(access);
    return Handling.on(scheduler, work);
  }

  private Mono<ServerResponse> json(ServerRequest request, Question question) {
    return answered(request, question).flatMap(answer -> json(HttpStatus.OK, answer));
  }

  private Mono<ServerResponse> nothing(ServerRequest request, Question question) {
    return answered(request, question).flatMap(done -> ServerResponse.noContent().build());
  }

  private static Mono<ServerResponse> json(HttpStatus status, Object body) {
    return ServerResponse.status(status).contentType(MediaType.APPLICATION_JSON).cacheControl(CacheControl.noStore())
        .bodyValue(Json.bytes(body));
  }

  private static Mono<String> body(ServerRequest request) {
    return Bodies.text(request, MediaType.APPLICATION_JSON, BODY_BYTES_MAX);
  }

  private Mono<ServerResponse> invite(ServerRequest request) {
    Access access = gate.access(request);
    return body(request)
        .flatMap(body -> Handling.on(scheduler, () -> calls.invite(access, roomId(request), body)))
        .flatMap(sent -> json(sent.fresh() ? HttpStatus.CREATED : HttpStatus.OK, sent.invitation()));
  }

  private Mono<ServerResponse> answer(ServerRequest request) {
    Access access = gate.access(request);
    String invitationId = request.pathVariable("invitationId");
    return body(request)
        .flatMap(body -> Handling.on(scheduler, () -> calls.answer(access, roomId(request), invitationId, body)))
        .flatMap(standing -> json(HttpStatus.OK, standing));
  }

  private Mono<ServerResponse> layer(ServerRequest request) {
    Access access = gate.access(request);
    String streamId = request.pathVariable("streamId");
    return body(request)
        .flatMap(body -> Handling.on(scheduler, () -> layers.choose(access, roomId(request), streamId, body)))
        .flatMap(chosen -> json(HttpStatus.OK, chosen));
  }

  private record Following(RoomHost host, Follower follower) {}

  private Mono<ServerResponse> events(ServerRequest request) {
    Access access = gate.access(request);
    return Handling.on(scheduler, () -> follow(access, roomId(request)))
        .flatMap(following -> ServerResponse.ok().contentType(MediaType.TEXT_EVENT_STREAM).cacheControl(CacheControl.noStore())
            .header("X-Accel-Buffering", "no")
            .body(BodyInserters.fromServerSentEvents(following.follower().stream().doFinally(
                signal -> following.host().tell(() -> newsstand.end(following.host(), following.follower(), "closed"))))));
  }

  private Following follow(Access access, String roomId) {
    return rooms.seen(access, roomId, (host, by) -> new Following(host,
        newsstand.follow(host, by.member(), StageState.of(host.room(), by)).orElseThrow(() -> Problem.of(HttpStatus.TOO_MANY_REQUESTS,
            "too-many-followers", "As many follow the rooms as may", "Try again in a moment.").exception())));
  }
}
