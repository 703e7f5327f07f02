package io.ringcast.signaling.rongcloud;

import io.ringcast.http.Bodies;
import io.ringcast.http.Handling;
import io.ringcast.http.Json;
import io.ringcast.http.ProblemException;
import io.ringcast.identity.Identity;
import io.ringcast.identity.signed.RequestVerifier;
import io.ringcast.identity.signed.SignatureRefusal;
import io.ringcast.identity.signed.SignatureResult;
import io.ringcast.signaling.live.LiveUrls;
import io.ringcast.signaling.mix.RoomMixes;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.Expulsion;
import io.ringcast.signaling.room.host.Rooms;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * RongCloud's server API at its own paths: the signature, the app's pace and the body are looked at in this order, so that nobody who
 * cannot sign has anything read, and nobody uses up an app's pace but its own back end.
 */
public final class RongCloudDoor {
  private static final Logger LOG = LoggerFactory.getLogger(RongCloudDoor.class);
  static final int BODY_BYTES_MAX = 64 * 1024;
  static final int REQUEST_ID_CHARS_MAX = 36;
  private static final String REQUEST_ID = "X-Request-ID";

  private final RequestVerifier verifier;
  private final InstantSource clock;
  private final Scheduler scheduler;
  private final CallPace pace = new CallPace();
  private final UserCalls users;
  private final RoomCalls rooms;
  private final AttributeCalls attributes;
  private final MixCalls mix;

  /** What a call does; for threads that may wait. */
  @FunctionalInterface
  interface Call {
    Map<String, Object> answer(SignedCaller caller, Arguments arguments) throws RoomRefusedException;
  }

  public RongCloudDoor(
      Identity identity, Rooms open, RoomMixes mixes, LiveUrls live, InstantSource clock, Scheduler scheduler) {
    Expulsion expulsion = new Expulsion(open);
    verifier = identity.requests();
    users = new UserCalls(identity.bans(), identity.revocations(), expulsion);
    rooms = new RoomCalls(open, identity.bans(), expulsion, live);
    attributes = new AttributeCalls(open);
    mix = new MixCalls(open, mixes);
    this.clock = clock;
    this.scheduler = scheduler;
  }

  public RouterFunction<ServerResponse> routes() {
    RouterFunctions.Builder routes = RouterFunctions.route();
    Map<String, Call> posts = new LinkedHashMap<>(users.posts());
    posts.putAll(rooms.posts());
    posts.putAll(attributes.posts());
    posts.putAll(mix.posts());
    posts.forEach((path, call) -> routes.POST(path, request -> serve(request, path, call)));
    rooms.deletes().forEach((path, call) -> routes.DELETE(path, request -> serve(request, path, call)));
    return routes.filter(RongCloudDoor::errors).build();
  }

  private Mono<ServerResponse> serve(ServerRequest request, String path, Call call) {
    SignedCaller caller = caller(request);
    if (!pace.allows(caller.appId(), request.method() + " " + path, clock.millis())) {
      throw new ApiException(ApiCode.TOO_FREQUENT, "At most " + CallPace.PER_SECOND + " times a second: wait a second.");
    }
    MediaType type = Bodies.type(request);
    return Bodies.bytes(request, BODY_BYTES_MAX)
        .flatMap(body -> Handling.on(scheduler, () -> {
          Fields fields = Fields.read(new String(body, StandardCharsets.UTF_8), type);
          return call.answer(caller, new Arguments(fields, request, clock.millis()));
        }))
        .flatMap(fields -> respond(request, HttpStatus.OK, Envelope.of(request.path()).success(fields)));
  }

  private SignedCaller caller(ServerRequest request) {
    return switch (verifier.verify(SignedHead.of(request), clock.millis())) {
      case SignatureResult.Accepted accepted -> new SignedCaller(accepted.app(), accepted.pair());
      case SignatureResult.Refused refused -> throw new ApiException(
          refused.reason() == SignatureRefusal.TOO_MANY ? ApiCode.TOO_FREQUENT : ApiCode.BAD_SIGNATURE, refused.detail());
    };
  }

  private static Mono<ServerResponse> errors(ServerRequest request, HandlerFunction<ServerResponse> next) {
    return Mono.defer(() -> next.handle(request))
        .onErrorMap(ProblemException.class, RongCloudDoor::translated)
        .onErrorMap(RoomRefusedException.class, RongCloudDoor::translated)
        .onErrorMap(e -> !(e instanceof ApiException), e -> {
          LOG.error("{} {} failed", request.method(), request.path(), e);
          return new ApiException(ApiCode.SERVER_FAILED, "The server failed; its log tells its operator why.");
        })
        .onErrorResume(ApiException.class, e -> respond(request, e.code().status(), Envelope.of(request.path()).failure(e)));
  }

  /** What the doors have in common speaks in problems. */
  private static ApiException translated(ProblemException e) {
    ApiCode code = switch (e.problem().status()) {
      case CONTENT_TOO_LARGE -> ApiCode.TOO_LONG;
      case REQUEST_TIMEOUT -> ApiCode.TIMED_OUT;
      default -> ApiCode.BAD_PARAMETER;
    };
    return new ApiException(code, e.problem().detail());
  }

  private static ApiException translated(RoomRefusedException e) {
    ApiCode code = switch (e.refusal()) {
      case ROOM_BUSY, SERVER_CLOSED, EVENTS_UNWRITABLE -> ApiCode.TIMED_OUT;
      case ATTRIBUTES_TOO_LARGE -> ApiCode.TOO_LONG;
      case TOO_MANY_ATTRIBUTE_CHANGES -> ApiCode.TOO_FREQUENT;
      default -> ApiCode.BAD_PARAMETER;
    };
    return new ApiException(code, e.detail());
  }

  private static Mono<ServerResponse> respond(ServerRequest request, HttpStatus status, Map<String, Object> body) {
    String requestId = request.headers().firstHeader(REQUEST_ID);
    if (requestId != null && requestId.length() <= REQUEST_ID_CHARS_MAX) {
      body.put("requestId", requestId);
    }
    ServerResponse.BodyBuilder response = ServerResponse.status(status).contentType(MediaType.APPLICATION_JSON)
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
    if (status == HttpStatus.TOO_MANY_REQUESTS) {
      response.header(HttpHeaders.RETRY_AFTER, "1");
    }
    return response.bodyValue(Json.bytes(body));
  }
}
