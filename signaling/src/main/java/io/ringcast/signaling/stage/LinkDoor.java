package io.ringcast.signaling.stage;

import io.ringcast.http.Bodies;
import io.ringcast.http.Handling;
import io.ringcast.http.Json;
import io.ringcast.http.Problem;
import io.ringcast.http.ProblemException;
import io.ringcast.signaling.http.Access;
import io.ringcast.signaling.http.OpenRooms;
import io.ringcast.signaling.http.TokenGate;
import io.ringcast.signaling.room.forward.Links;
import io.ringcast.signaling.room.host.Rooms;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** PK between two rooms: docs/pk.md describes each. Its problems carry RongCloud's numbers too. */
public final class LinkDoor {
  /** Room for an {@code extra} of 4,096 characters, all of them escaped. */
  static final int BODY_BYTES_MAX = 32 * 1024;
  private static final String LINKS = "/v1/rooms/{roomId}/links";
  private static final String LINK = LINKS + "/{linkId}";
  private static final int NOT_A_HOST = 50074;
  private static final int SAME_ROOM = 50075;
  private static final int NOTHING_TO_CANCEL = 50076;
  private static final int NOTHING_TO_ANSWER = 50077;
  private static final int WRONG_STATE = 50007;

  private final TokenGate gate;
  private final Scheduler scheduler;
  private final LinkCalls calls;

  public LinkDoor(Rooms rooms, Links links, TokenGate gate, Scheduler scheduler) {
    this.gate = gate;
    this.scheduler = scheduler;
    calls = new LinkCalls(rooms, new OpenRooms(rooms), links);
  }

  public RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
        .POST(LINKS, this::request)
        .route(RequestPredicates.path(LINKS), Handling.only("POST"))
        .POST(LINK + "/answer", this::answer)
        .route(RequestPredicates.path(LINK + "/answer"), Handling.only("POST"))
        .POST(LINK + "/join", request -> change(request, calls::join, NOTHING_TO_ANSWER))
        .route(RequestPredicates.path(LINK + "/join"), Handling.only("POST"))
        .POST(LINK + "/leave", request -> change(request, calls::leave, NOTHING_TO_ANSWER))
        .route(RequestPredicates.path(LINK + "/leave"), Handling.only("POST"))
        .DELETE(LINK, request -> change(request, calls::end, NOTHING_TO_CANCEL))
        .route(RequestPredicates.path(LINK), Handling.only("DELETE"))
        .build();
  }

  private static String roomId(ServerRequest request) {
    return request.pathVariable("roomId");
  }

  private static Mono<String> body(ServerRequest request) {
    return Bodies.text(request, MediaType.APPLICATION_JSON, BODY_BYTES_MAX);
  }

  private Mono<ServerResponse> request(ServerRequest request) {
    Access access = gate.access(request);
    return coded(body(request)
        .flatMap(body -> Handling.on(scheduler, () -> calls.request(access, roomId(request), body)))
        .flatMap(sent -> json(sent.fresh() ? HttpStatus.CREATED : HttpStatus.OK, sent.link())), NOTHING_TO_ANSWER);
  }

  private Mono<ServerResponse> answer(ServerRequest request) {
    Access access = gate.access(request);
    String linkId = request.pathVariable("linkId");
    return coded(body(request)
        .flatMap(body -> Handling.on(scheduler, () -> calls.answer(access, roomId(request), linkId, body)))
        .flatMap(link -> json(HttpStatus.OK, link)), NOTHING_TO_ANSWER);
  }

  /** What is asked of a link without a body. */
  @FunctionalInterface
  private interface Change {
    LinkLine ask(Access access, String roomId, String linkId);
  }

  private Mono<ServerResponse> change(ServerRequest request, Change change, int unknown) {
    Access access = gate.access(request);
    String linkId = request.pathVariable("linkId");
    return coded(Handling.on(scheduler, () -> change.ask(access, roomId(request), linkId)).flatMap(link -> json(HttpStatus.OK, link)),
        unknown);
  }

  private static Mono<ServerResponse> json(HttpStatus status, Object body) {
    return ServerResponse.status(status).contentType(MediaType.APPLICATION_JSON).cacheControl(CacheControl.noStore())
        .bodyValue(Json.bytes(body));
  }

  private static Mono<ServerResponse> coded(Mono<ServerResponse> answer, int unknown) {
    return answer.onErrorMap(ProblemException.class, e -> coded(e.problem(), unknown).exception());
  }

  private static Problem coded(Problem problem, int unknown) {
    return switch (problem.slug()) {
      case "hosts-only", "no-such-user", "wrong-mode" -> problem.with("code", NOT_A_HOST);
      case "same-room" -> problem.with("code", SAME_ROOM);
      case "no-such-link" -> problem.with("code", unknown);
      case "link-pending", "link-accepted" -> problem.with("code", WRONG_STATE);
      default -> problem;
    };
  }
}
