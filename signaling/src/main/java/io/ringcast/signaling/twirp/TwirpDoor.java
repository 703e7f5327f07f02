package io.ringcast.signaling.twirp;

import com.google.protobuf.Message;
import io.ringcast.http.Bodies;
import io.ringcast.http.Handling;
import io.ringcast.http.Json;
import io.ringcast.http.ProblemException;
import io.ringcast.signaling.http.Access;
import io.ringcast.signaling.http.TokenGate;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.forward.Forwards;
import io.ringcast.signaling.room.forward.Travellers;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.twirp.Methods.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import livekit.LivekitRoom.CreateRoomRequest;
import livekit.LivekitRoom.DeleteRoomRequest;
import livekit.LivekitRoom.ForwardParticipantRequest;
import livekit.LivekitRoom.ListParticipantsRequest;
import livekit.LivekitRoom.ListRoomsRequest;
import livekit.LivekitRoom.MoveParticipantRequest;
import livekit.LivekitRoom.MuteRoomTrackRequest;
import livekit.LivekitRoom.PerformRpcRequest;
import livekit.LivekitRoom.RoomParticipantIdentity;
import livekit.LivekitRoom.SendDataRequest;
import livekit.LivekitRoom.UpdateParticipantRequest;
import livekit.LivekitRoom.UpdateRoomMetadataRequest;
import livekit.LivekitRoom.UpdateSubscriptionsRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * {@code POST /twirp/livekit.RoomService/…} (Twirp protocol version 7): the route, the token, the body's format and the body are looked at
 * in this order, so that nobody without a token has anything read.
 */
public final class TwirpDoor {
  /** Room for metadata of 64,000 characters and as many of attributes, all of them escaped. */
  static final int BODY_BYTES_MAX = 1024 * 1024;
  private static final Logger LOG = LoggerFactory.getLogger(TwirpDoor.class);
  private static final String PREFIX = "/twirp/";

  private final TokenGate gate;
  private final Scheduler scheduler;
  private final Methods methods;

  /**
   * A door to these rooms.
   *
   * @param forwards those who are shown in other rooms
   * @param travellers those whom a call may move to another room
   * @param random names calls to participants: a secure generator outside of tests
   */
  public TwirpDoor(Rooms rooms, Forwards forwards, Travellers travellers, TokenGate gate, Scheduler scheduler, RandomGenerator random) {
    this.gate = gate;
    this.scheduler = scheduler;
    RoomCalls room = new RoomCalls(rooms);
    ParticipantCalls participant = new ParticipantCalls(rooms);
    CrossRoomCalls across = new CrossRoomCalls(rooms, forwards, travellers);
    DataCalls data = new DataCalls(rooms, random);
    methods = new Methods(Map.ofEntries(
        entry("CreateRoom", CreateRoomRequest.getDefaultInstance(), room::create),
        entry("ListRooms", ListRoomsRequest.getDefaultInstance(), room::list),
        entry("DeleteRoom", DeleteRoomRequest.getDefaultInstance(), room::delete),
        entry("UpdateRoomMetadata", UpdateRoomMetadataRequest.getDefaultInstance(), room::updateMetadata),
        entry("ListParticipants", ListParticipantsRequest.getDefaultInstance(), room::participants),
        entry("GetParticipant", RoomParticipantIdentity.getDefaultInstance(), participant::get),
        entry("RemoveParticipant", RoomParticipantIdentity.getDefaultInstance(), participant::remove),
        entry("MutePublishedTrack", MuteRoomTrackRequest.getDefaultInstance(), participant::mute),
        entry("UpdateParticipant", UpdateParticipantRequest.getDefaultInstance(), participant::update),
        entry("UpdateSubscriptions", UpdateSubscriptionsRequest.getDefaultInstance(), participant::subscriptions),
        entry("ForwardParticipant", ForwardParticipantRequest.getDefaultInstance(), across::forward),
        entry("MoveParticipant", MoveParticipantRequest.getDefaultInstance(), across::move),
        entry("SendData", SendDataRequest.getDefaultInstance(), data::send),
        entry("PerformRpc", PerformRpcRequest.getDefaultInstance(), data::call)));
  }

  private static <I extends Message> Map.Entry<String, Method<?>> entry(String name, I prototype, Methods.Call<I> call) {
    return Map.entry(name, new Method<>(prototype, call));
  }

  public RouterFunction<ServerResponse> routes() {
    RouterFunctions.Builder calls = RouterFunctions.route();
    methods.names().forEach(name -> calls.POST(PREFIX + Methods.ROOM_SERVICE + "/" + name, this::serve));
    return calls
        .route(RequestPredicates.path(PREFIX + "**"), this::serve)
        .filter(TwirpDoor::errors)
        .build();
  }

  private Mono<ServerResponse> serve(ServerRequest request) {
    Method<?> method = method(request);
    Access access = gate.access(request);
    BodyFormat format = BodyFormat.of(Bodies.type(request));
    if (format == null) {
      throw badRoute(request, "Send the body with Content-Type: application/json or application/protobuf.");
    }
    return Bodies.bytes(request, BODY_BYTES_MAX)
        .flatMap(bytes -> Handling.on(scheduler, () -> format.write(answer(method, access, format.read(method.prototype(), bytes)))))
        .flatMap(bytes -> ServerResponse.ok().contentType(format.type()).bodyValue(bytes));
  }

  private static Message answer(Method<?> method, Access access, Message request) {
    try {
      return method.answer(access, request);
    } catch (RoomRefusedException e) {
      throw TwirpException.of(e);
    }
  }

  private Method<?> method(ServerRequest request) {
    if (!request.method().equals(HttpMethod.POST)) {
      throw badRoute(request, "Calls are made with POST.");
    }
    String[] route = request.path().substring(PREFIX.length()).split("/", -1);
    Method<?> method = route.length == 2 ? methods.find(route[0], route[1]) : null;
    if (method == null) {
      throw badRoute(request, "There is no such call: the path is " + PREFIX + Methods.ROOM_SERVICE + "/<Method>.");
    }
    return method;
  }

  private static TwirpException badRoute(ServerRequest request, String detail) {
    return new TwirpException(TwirpCode.BAD_ROUTE, detail, Map.of("twirp_invalid_route", request.method() + " " + request.path()));
  }

  private static Mono<ServerResponse> errors(ServerRequest request, HandlerFunction<ServerResponse> next) {
    return Mono.defer(() -> next.handle(request))
        .onErrorMap(ProblemException.class, TwirpDoor::translated)
        .onErrorMap(e -> !(e instanceof TwirpException), e -> {
          LOG.error("{} {} failed", request.method(), request.path(), e);
          return new TwirpException(TwirpCode.INTERNAL, "The server failed; its log tells its operator why.");
        })
        .onErrorResume(TwirpException.class, TwirpDoor::response);
  }

  /** What the doors have in common speaks in problems. */
  private static TwirpException translated(ProblemException e) {
    HttpStatus status = e.problem().status();
    TwirpCode code = switch (status) {
      case UNAUTHORIZED -> TwirpCode.UNAUTHENTICATED;
      case FORBIDDEN -> TwirpCode.PERMISSION_DENIED;
      case REQUEST_TIMEOUT -> TwirpCode.DEADLINE_EXCEEDED;
      case CONTENT_TOO_LARGE -> TwirpCode.INVALID_ARGUMENT;
      default -> TwirpCode.MALFORMED;
    };
    return new TwirpException(code, e.problem().detail());
  }

  private static Mono<ServerResponse> response(TwirpException e) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("code", e.code().text());
    body.put("msg", e.detail());
    if (!e.meta().isEmpty()) {
      body.put("meta", e.meta());
    }
    return ServerResponse.status(e.code().status()).contentType(MediaType.APPLICATION_JSON).bodyValue(Json.bytes(body));
  }
}
