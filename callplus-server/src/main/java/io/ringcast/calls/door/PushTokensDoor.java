package io.ringcast.calls.door;

import io.ringcast.calls.push.PushAddress;
import io.ringcast.calls.push.PushAddresses;
import io.ringcast.calls.push.PushJson;
import io.ringcast.http.Bodies;
import io.ringcast.http.Fields;
import io.ringcast.http.Handling;
import java.util.function.LongSupplier;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Where a user's devices are pushed to, as an app's back end sees and sets it: {@code /v1/call-users/{userId}/push-tokens}. */
final class PushTokensDoor {
  private static final int BODY_BYTES_MAX = 4 * 1024;
  private static final int DEVICE_CHARS_MAX = 64;
  private static final int PROVIDER_CHARS_MAX = 32;
  private static final int TOKEN_CHARS_MAX = 1_024;
  private static final String TOKENS = "/v1/call-users/{userId}/push-tokens";
  private static final String TOKEN = TOKENS + "/{deviceId}";

  private final BackEndGate gate;
  private final PushAddresses addresses;
  private final Scheduler scheduler;
  private final LongSupplier nowMs;

  PushTokensDoor(BackEndGate gate, PushAddresses addresses, Scheduler scheduler, LongSupplier nowMs) {
    this.gate = gate;
    this.addresses = addresses;
    this.scheduler = scheduler;
    this.nowMs = nowMs;
  }

  RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
        .GET(TOKENS, this::list)
        .POST(TOKENS, this::put)
        .route(RequestPredicates.path(TOKENS), Handling.only("GET, POST"))
        .DELETE(TOKEN, this::remove)
        .route(RequestPredicates.path(TOKEN), Handling.only("DELETE"))
        .build();
  }

  private Mono<ServerResponse> list(ServerRequest request) {
    String appId = gate.toLook(request);
    String userId = Answers.userId(request);
    return Answers.stored(scheduler, () -> addresses.of(appId, userId)).flatMap(all -> Answers.json(PushJson.addresses(all)));
  }

  private Mono<ServerResponse> put(ServerRequest request) {
    String appId = gate.toChange(request);
    String userId = Answers.userId(request);
    return Bodies.text(request, MediaType.APPLICATION_JSON, BODY_BYTES_MAX).map(PushTokensDoor::address)
        .flatMap(address -> Answers.stored(scheduler, () -> {
          addresses.put(appId, userId, address, nowMs.getAsLong());
          return address;
        }))
        .then(ServerResponse.noContent().build());
  }

  private static PushAddress address(String body) {
    Fields fields = Fields.of(body, "deviceId", "provider", "token");
    return new PushAddress(
        text(fields, "deviceId", DEVICE_CHARS_MAX), text(fields, "provider", PROVIDER_CHARS_MAX), text(fields, "token", TOKEN_CHARS_MAX));
  }

  private static String text(Fields fields, String name, int charsMax) {
    String text = fields.text(name);
    if (text == null || text.isEmpty() || text.length() > charsMax || text.indexOf('\0') >= 0) {
      throw Fields.bad(name, "a text of 1 to " + charsMax + " characters");
    }
    return text;
  }

  private Mono<ServerResponse> remove(ServerRequest request) {
    String appId = gate.toChange(request);
    String userId = Answers.userId(request);
    return Answers.stored(scheduler, () -> {
      addresses.remove(appId, userId, request.pathVariable("deviceId"));
      return userId;
    }).then(ServerResponse.noContent().build());
  }
}
