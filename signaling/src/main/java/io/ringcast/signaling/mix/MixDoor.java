package io.ringcast.signaling.mix;

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
import io.ringcast.signaling.mix.RoomMixes.Existing;
import io.ringcast.signaling.mix.RoomMixes.Submitted;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import java.util.List;
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

/** A room's mix, for its administrator and for its hosts: docs/mixer.md describes each. */
public final class MixDoor {
  static final int BODY_BYTES_MAX = 256 * 1024;
  private static final String MIX = "/v1/rooms/{roomId}/mix";
  private static final String SEQUENCE = "sequence";
  private static final String CONFIG = "config";

  private final TokenGate gate;
  private final Scheduler scheduler;
  private final OpenRooms rooms;
  private final RoomMixes mixes;

  public MixDoor(Rooms rooms, RoomMixes mixes, TokenGate gate, Scheduler scheduler) {
    this.gate = gate;
    this.scheduler = scheduler;
    this.rooms = new OpenRooms(rooms);
    this.mixes = mixes;
  }

  public RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
        .POST(MIX, request -> submit(request, Existing.REFUSED))
        .PUT(MIX, request -> submit(request, Existing.REPLACED))
        .GET(MIX, this::state)
        .DELETE(MIX, this::stop)
        .route(RequestPredicates.path(MIX), Handling.only("POST, PUT, GET, DELETE"))
        .build();
  }

  private Mono<ServerResponse> submit(ServerRequest request, Existing existing) {
    Access access = gate.access(request);
    return Bodies.text(request, MediaType.APPLICATION_JSON, BODY_BYTES_MAX)
        .flatMap(body -> Handling.on(scheduler, () -> submit(access, request.pathVariable("roomId"), body, existing)))
        .flatMap(done -> json(done.fresh() ? HttpStatus.CREATED : HttpStatus.OK, done.state()));
  }

  private Submitted submit(Access access, String roomId, String body, Existing existing) {
    JsonNode wish = Json.object(body);
    JsonNode config = wish.has(CONFIG) ? wish.get(CONFIG) : Json.object("{}");
    wish.propertyNames().stream().filter(name -> !name.equals(CONFIG) && !name.equals(SEQUENCE)).findFirst().ifPresent(name -> {
      throw bad(name, "Send " + CONFIG + " and " + SEQUENCE + ", and nothing called " + name + ".");
    });
    RoomHost host = host(access, roomId);
    try {
      return mixes.submit(host, config, sequence(wish.get(SEQUENCE)), existing);
    } catch (MixFaultException e) {
      throw bad(e.field().isEmpty() ? CONFIG : CONFIG + "." + e.field(), e.detail());
    } catch (RoomRefusedException e) {
      throw RoomProblems.of(e);
    }
  }

  private static @Nullable Long sequence(@Nullable JsonNode sequence) {
    if (sequence == null || sequence.isNull()) {
      return null;
    }
    if (!sequence.canConvertToLong() || sequence.asLong() < 1) {
      throw Fields.bad(SEQUENCE, "a whole number from 1 on");
    }
    return sequence.asLong();
  }

  private static ProblemException bad(String field, String detail) {
    return Problem.badRequest("bad-mix", detail).with("field", field).exception();
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

  private Mono<ServerResponse> state(ServerRequest request) {
    Access access = gate.access(request);
    return Handling.on(scheduler, () -> answered(access, request, mixes::state)).flatMap(state -> json(HttpStatus.OK, state));
  }

  private Mono<ServerResponse> stop(ServerRequest request) {
    Access access = gate.access(request);
    return Handling.on(scheduler, () -> answered(access, request, host -> {
      mixes.stop(host);
      return true;
    })).flatMap(done -> ServerResponse.noContent().build());
  }

  @FunctionalInterface
  private interface Question<T> {
    T of(RoomHost host) throws RoomRefusedException;
  }

  private <T> T answered(Access access, ServerRequest request, Question<T> question) {
    RoomHost host = host(access, request.pathVariable("roomId"));
    try {
      return question.of(host);
    } catch (RoomRefusedException e) {
      throw RoomProblems.of(e);
    }
  }

  private static Mono<ServerResponse> json(HttpStatus status, Object body) {
    return ServerResponse.status(status).contentType(MediaType.APPLICATION_JSON).cacheControl(CacheControl.noStore())
        .bodyValue(Json.bytes(body));
  }
}
