package io.ringcast.signaling.push;

import io.ringcast.http.Bodies;
import io.ringcast.http.Fields;
import io.ringcast.http.Handling;
import io.ringcast.http.Json;
import io.ringcast.http.Problem;
import io.ringcast.http.ProblemException;
import io.ringcast.signaling.http.Access;
import io.ringcast.signaling.http.OpenRooms;
import io.ringcast.signaling.http.RoomProblems;
import io.ringcast.signaling.http.TokenGate;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
import tools.jackson.databind.JsonNode;

/** A room's pushes, for its administrator and for its hosts: docs/rtmp.md describes each. */
public final class PushDoor {
  static final int BODY_BYTES_MAX = 16 * 1024;
  private static final String PUSHES = "/v1/rooms/{roomId}/pushes";
  private static final String PUSH = PUSHES + "/{pushId}";
  private static final String URL = "url";
  private static final String STREAM = "streamId";

  private final TokenGate gate;
  private final Scheduler scheduler;
  private final OpenRooms rooms;
  private final RoomPushes pushes;

  public PushDoor(Rooms rooms, RoomPushes pushes, TokenGate gate, Scheduler scheduler) {
    this.gate = gate;
    this.scheduler = scheduler;
    this.rooms = new OpenRooms(rooms);
    this.pushes = pushes;
  }

  public RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
        .POST(PUSHES, this::start)
        .GET(PUSHES, request -> answer(request, host -> json(HttpStatus.OK, Map.of("pushes", pushes.all(host)))))
        .route(RequestPredicates.path(PUSHES), Handling.only("POST, GET"))
        .GET(PUSH, request -> answer(request, host -> json(HttpStatus.OK, pushes.state(host, request.pathVariable("pushId")))))
        .DELETE(PUSH, request -> answer(request, host -> {
          pushes.stop(host, request.pathVariable("pushId"));
          return ServerResponse.noContent().build();
        }))
        .route(RequestPredicates.path(PUSH), Handling.only("GET, DELETE"))
        .build();
  }

  private Mono<ServerResponse> start(ServerRequest request) {
    Access access = gate.access(request);
    return Bodies.text(request, MediaType.APPLICATION_JSON, BODY_BYTES_MAX)
        .flatMap(body -> Handling.on(scheduler, () -> start(access, request.pathVariable("roomId"), body)))
        .flatMap(state -> json(HttpStatus.CREATED, state));
  }

  private PushState start(Access access, String roomId, String body) {
    JsonNode wish = Json.object(body);
    wish.propertyNames().stream().filter(name -> !name.equals(URL) && !name.equals(STREAM)).findFirst().ifPresent(name -> {
      throw Fields.bad(name, "not there: send " + URL + " and, for one stream, " + STREAM);
    });
    String url = text(wish, URL);
    if (url == null) {
      throw Fields.bad(URL, "the URL to push to, like rtmp://HOST/APPLICATION/KEY");
    }
    try {
      return pushes.start(host(access, roomId), url, text(wish, STREAM));
    } catch (PushFaultException e) {
      throw problem(e);
    } catch (RoomRefusedException e) {
      throw RoomProblems.of(e);
    }
  }

  private static @Nullable String text(JsonNode wish, String field) {
    JsonNode value = wish.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw Fields.bad(field, "a text");
    }
    return value.stringValue();
  }

  private static ProblemException problem(PushFaultException e) {
    return switch (e.fault()) {
      case URL -> Problem.badRequest("bad-push-url", e.detail()).with("field", URL).exception();
      case STREAM -> Problem.of(HttpStatus.CONFLICT, "nothing-to-push", "The stream cannot be pushed now", e.detail()).exception();
      case SERVER -> Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "no-pushes", "The server does not push", e.detail()).exception();
    };
  }

  /** The room, which the token's owner administers or is a host of. */
  private RoomHost host(Access access, String roomId) {
    return rooms.seen(access, roomId, (host, by) -> {
      if (!by.hosts()) {
        throw new RoomRefusedException(RoomRefusal.HOSTS_ONLY, "This is for those on the stage whom everybody may know.", List.of());
      }
      return host;
    });
  }

  @FunctionalInterface
  private interface Question {
    Mono<ServerResponse> of(RoomHost host) throws RoomRefusedException;
  }

  private Mono<ServerResponse> answer(ServerRequest request, Question question) {
    Access access = gate.access(request);
    return Handling.on(scheduler, () -> {
      try {
        return question.of(host(access, request.pathVariable("roomId")));
      } catch (RoomRefusedException e) {
        throw RoomProblems.of(e);
      }
    }).flatMap(response -> response);
  }

  private static Mono<ServerResponse> json(HttpStatus status, Object body) {
    return ServerResponse.status(status).contentType(MediaType.APPLICATION_JSON).cacheControl(CacheControl.noStore())
        .bodyValue(Json.bytes(body));
  }
}
