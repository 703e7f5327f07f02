package io.ringcast.signaling.control;

import io.ringcast.http.Bodies;
import io.ringcast.http.Handling;
import io.ringcast.http.Json;
import io.ringcast.signaling.http.Access;
import io.ringcast.signaling.http.TokenGate;
import io.ringcast.signaling.room.host.Rooms;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** What a back end, and a participant with its own token, may do to a room: docs/http-api.md describes each. */
public final class RoomControlDoor {
  /** Room for metadata and attributes as large as they may be, all of it escaped. */
  static final int BODY_BYTES_MAX = 2 * 1024 * 1024;
  private static final String ROOMS = "/v1/rooms";
  private static final String ROOM = ROOMS + "/{roomId}";
  private static final String ROLE = ROOM + "/participants/{userId}/role";
  private static final String AUDIENCE = ROOM + "/audience";
  private static final String ATTRIBUTES = ROOM + "/attributes";

  private final TokenGate gate;
  private final Scheduler scheduler;
  private final RoomPreparation preparation;
  private final RoleSwitch roles;
  private final AudienceList audience;
  private final SharedAttributes attributes;

  public RoomControlDoor(Rooms rooms, TokenGate gate, Scheduler scheduler) {
    this.gate = gate;
    this.scheduler = scheduler;
    preparation = new RoomPreparation(rooms);
    roles = new RoleSwitch(rooms);
    audience = new AudienceList(rooms);
    attributes = new SharedAttributes(rooms);
  }

  /** The routes; {@code POST /v1/rooms} leaves that address's other methods to others. */
  public RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
        .POST(ROOMS, this::prepare)
        .POST(ROLE, this::role)
        .route(RequestPredicates.path(ROLE), Handling.only("POST"))
        .GET(AUDIENCE, this::audience)
        .route(RequestPredicates.path(AUDIENCE), Handling.only("GET"))
        .GET(ATTRIBUTES, this::attributes)
        .PATCH(ATTRIBUTES, this::changeAttributes)
        .route(RequestPredicates.path(ATTRIBUTES), Handling.only("GET, PATCH"))
        .build();
  }

  private static Mono<String> body(ServerRequest request) {
    return Bodies.text(request, MediaType.APPLICATION_JSON, BODY_BYTES_MAX);
  }

  private Mono<ServerResponse> prepare(ServerRequest request) {
    Access access = gate.access(request);
    return body(request)
        .flatMap(body -> Handling.on(scheduler, () -> preparation.prepare(access, body)))
        .flatMap(prepared -> json(prepared.created() ? HttpStatus.CREATED : HttpStatus.OK, prepared.room()));
  }

  private Mono<ServerResponse> role(ServerRequest request) {
    Access access = gate.access(request);
    String roomId = request.pathVariable("roomId");
    String userId = request.pathVariable("userId");
    return body(request)
        .flatMap(body -> Handling.on(scheduler, () -> roles.change(access, roomId, userId, body)))
        .flatMap(changed -> json(HttpStatus.OK, changed));
  }

  private Mono<ServerResponse> audience(ServerRequest request) {
    Access access = gate.access(request);
    String roomId = request.pathVariable("roomId");
    String after = request.queryParam("after").orElse("");
    String limit = request.queryParam("limit").orElse("");
    return Handling.on(scheduler, () -> audience.page(access, roomId, after, limit)).flatMap(page -> json(HttpStatus.OK, page));
  }

  private Mono<ServerResponse> attributes(ServerRequest request) {
    Access access = gate.access(request);
    String roomId = request.pathVariable("roomId");
    return Handling.on(scheduler, () -> attributes.of(access, roomId)).flatMap(all -> json(HttpStatus.OK, all));
  }

  private Mono<ServerResponse> changeAttributes(ServerRequest request) {
    Access access = gate.access(request);
    String roomId = request.pathVariable("roomId");
    return body(request)
        .flatMap(body -> Handling.on(scheduler, () -> attributes.change(access, roomId, body)))
        .flatMap(all -> json(HttpStatus.OK, all));
  }

  private static Mono<ServerResponse> json(HttpStatus status, Object body) {
    return ServerResponse.status(status).contentType(MediaType.APPLICATION_JSON).bodyValue(Json.bytes(body));
  }
}
