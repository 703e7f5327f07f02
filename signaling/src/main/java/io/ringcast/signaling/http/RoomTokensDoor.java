package io.ringcast.signaling.http;

import io.ringcast.http.Bearer;
import io.ringcast.http.Bodies;
import io.ringcast.http.Handling;
import io.ringcast.http.Json;
import io.ringcast.http.Problem;
import io.ringcast.identity.App;
import io.ringcast.identity.Grant;
import io.ringcast.identity.Identity;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.RoomWish;
import io.ringcast.identity.TokenIssuer;
import io.ringcast.identity.TokenProfile;
import io.ringcast.identity.UserToken;
import io.ringcast.identity.UserTokenResult.Accepted;
import io.ringcast.identity.UserTokenResult.Refused;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.Exclusions;
import io.ringcast.signaling.room.RoomRefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** {@code POST /v1/room-token}: a user token, which says who, is exchanged for a room token, which says where, as the app allows it. */
public final class RoomTokensDoor {
  private static final String PATH = "/v1/room-token";
  private static final int BODY_BYTES_MAX = 4 * 1024;
  private static final String PORTRAIT = "portraitUri";

  private final Identity identity;
  private final Exclusions exclusions;
  private final InstantSource clock;

  public RoomTokensDoor(Identity identity, Exclusions exclusions, InstantSource clock) {
    this.identity = identity;
    this.exclusions = exclusions;
    this.clock = clock;
  }

  public RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
        .POST(PATH, this::exchange)
        .route(RequestPredicates.path(PATH), Handling.only("POST"))
        .build();
  }

  private Mono<ServerResponse> exchange(ServerRequest request) {
    Instant now = clock.instant();
    Accepted user = user(Bearer.token(request, "user"), now);
    return Bodies.text(request, MediaType.APPLICATION_JSON, BODY_BYTES_MAX)
        .flatMap(body -> answer(user, roomToken(user, Json.object(body), now), now));
  }

  private Accepted user(String token, Instant now) {
    return switch (identity.user(token, now)) {
      case Refused refused -> throw Bearer.worthless(refused.reason(), refused.detail());
      case Accepted accepted -> accepted;
    };
  }

  private RoomToken roomToken(Accepted user, JsonNode wish, Instant now) {
    String roomId = text(wish, "roomId");
    if (roomId == null || !RoomToken.isId(roomId)) {
      throw Problem.badRequest("bad-room-id", "Send roomId: 1 to " + RoomToken.ID_CHARS_MAX + " characters.").exception();
    }
    RoomWish place = place(wish);
    requireAdmitted(user, roomId, now);
    boolean publishes = mayPublish(user.app(), roomId, place.role());
    Instant expiresAt = now.plus(user.app().userTokens().roomTokenLifetime()).truncatedTo(ChronoUnit.SECONDS);
    RoomToken token = RoomToken.joining(user.token().userId(), roomId, expiresAt)
        .with(place).with(profile(user.token()));
    return publishes ? token : token.without(Grant.CAN_PUBLISH).without(Grant.CAN_PUBLISH_DATA);
  }

  private static RoomWish place(JsonNode wish) {
    RoomWish.Role role = choice(RoomWish.Role.class, wish, "role");
    RoomWish.Mode mode = choice(RoomWish.Mode.class, wish, "mode");
    RoomWish.Media media = choice(RoomWish.Media.class, wish, "media");
    try {
      return new RoomWish(role, mode, media);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest("bad-field", "role, mode and media contradict each other: " + e.getMessage() + ".").exception();
    }
  }

  private void requireAdmitted(Accepted user, String roomId, Instant now) {
    try {
      exclusions.require(new RoomKey(user.app().appId(), roomId), user.token().userId(), now.toEpochMilli());
    } catch (RoomRefusedException e) {
      throw TokenGate.banned(e).exception();
    }
  }

  /** Whoever does not say gets what the app allows. */
  private static boolean mayPublish(App app, String roomId, RoomWish.@Nullable Role role) {
    boolean allowed = app.userTokens().mayPublish(roomId);
    boolean watches = role == RoomWish.Role.AUDIENCE || role == RoomWish.Role.OBSERVER;
    if (role != null && !watches && !allowed) {
      throw Problem.forbidden("may-not-publish", "The app lets its users not publish in room " + roomId + ": ask for role audience.")
          .exception();
    }
    if (!app.userTokens().mayWatch(roomId)) {
      throw Problem.forbidden("may-not-join", "The app lets its users not into room " + roomId + ".").exception();
    }
    return allowed && !watches;
  }

  private static TokenProfile profile(UserToken user) {
    return new TokenProfile(user.name().isEmpty() ? null : user.name(), null,
        user.portraitUri().isEmpty() ? Map.of() : Map.of(PORTRAIT, user.portraitUri()));
  }

  private static Mono<ServerResponse> answer(Accepted user, RoomToken token, Instant now) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("token", new TokenIssuer(user.pair()).issue(token, now));
    body.put("roomId", Objects.requireNonNull(token.roomId()));
    body.put("userId", token.userId());
    body.put("canPublish", token.canPublish());
    body.put("expiresAt", token.expiresAt().toString());
    return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).header(HttpHeaders.CACHE_CONTROL, "no-store")
        .bodyValue(Json.bytes(body));
  }

  private static @Nullable String text(JsonNode object, String name) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw Problem.badRequest("bad-field", name + " must be a text.").exception();
    }
    return value.asString();
  }

  private static <E extends Enum<E>> @Nullable E choice(Class<E> type, JsonNode object, String name) {
    String value = text(object, name);
    if (value == null) {
      return null;
    }
    return Arrays.stream(type.getEnumConstants()).filter(one -> one.name().equalsIgnoreCase(value)).findFirst().orElseThrow(
        () -> Problem.badRequest("bad-field", name + " must be one of "
            + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT) + ".").exception());
  }
}
