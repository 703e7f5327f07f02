package io.ringcast.server.http;

import io.ringcast.identity.Grant;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenIssuer;
import io.ringcast.identity.UserToken;
import io.ringcast.identity.UserTokens;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** Gives the demo pages their tokens: freely in dev mode, for the code with {@code --lan}, to nobody otherwise. */
public final class DemoTokens {

  private static final Duration LIFETIME = Duration.ofHours(6);
  /** Asks for a token that says who, not where. */
  private static final String KIND_USER = "user";
  private static final String ROLE_HOST = "host";
  private static final String ROLE_AUDIENCE = "audience";

  /** Whether the door is open; {@code code} is null when no code is asked for. */
  public record Door(boolean open, @Nullable String code) {

    @Override
    public String toString() {
      return "Door[" + (open ? code == null ? "open" : "by code" : "closed") + "]";
    }
  }

  /** What a page asks for. */
  record Wish(@Nullable String kind, @Nullable String room, @Nullable String user, @Nullable String role, @Nullable String code) { }

  private final Door door;
  private final KeyPair pair;
  private final TokenIssuer issuer;
  private final InstantSource clock;

  public DemoTokens(Door door, KeyPair pair, InstantSource clock) {
    this.door = door;
    this.pair = pair;
    this.issuer = new TokenIssuer(pair);
    this.clock = clock;
  }

  public RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route().POST("/demo/tokens", this::issue).build();
  }

  private Mono<ServerResponse> issue(ServerRequest request) {
    if (!door.open()) {
      return Mono.error(forbidden("This server gives no demo tokens: make one with ./ringcast token --room ROOM --user USER"
        + " --config FILE on the server, and paste it."));
    }
    return request.bodyToMono(Wish.class)
      .switchIfEmpty(Mono.error(() -> badRequest("Send a JSON object with room, user and role.")))
      .flatMap(wish -> answer(wish, clock.instant()));
  }

  private Mono<ServerResponse> answer(Wish wish, Instant now) {
    if (!codeFits(wish.code())) {
      return Mono.error(forbidden("The code is missing or wrong: open the page by the whole URL that the server printed when it started."));
    }
    String room = wish.room();
    String user = wish.user();
    if (KIND_USER.equals(wish.kind())) {
      return userToken(user, now);
    }
    if (!RoomToken.isId(room) || !RoomToken.isId(user)) {
      return Mono.error(badRequest("room and user must be texts of 1 to " + RoomToken.ID_CHARS_MAX + " characters."));
    }
    RoomToken token = RoomToken.joining(Objects.requireNonNull(user), Objects.requireNonNull(room), now.plus(LIFETIME));
    if (ROLE_AUDIENCE.equals(wish.role())) {
      token = token.without(Grant.CAN_PUBLISH);
    } else if (wish.role() != null && !ROLE_HOST.equals(wish.role())) {
      return Mono.error(badRequest("role must be host or audience."));
    }
    return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).header("Cache-Control", "no-store")
      .bodyValue(Map.of("token", issuer.issue(token, now), "room", token.roomId() == null ? "" : token.roomId(), "user", token.userId()));
  }

  private Mono<ServerResponse> userToken(@Nullable String user, Instant now) {
    if (!RoomToken.isId(user)) {
      return Mono.error(badRequest("user must be a text of 1 to " + RoomToken.ID_CHARS_MAX + " characters."));
    }
    String userId = Objects.requireNonNull(user);
    String token = UserTokens.issue(new UserToken(userId, "", "", now, now.plus(LIFETIME)), pair);
    return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).header("Cache-Control", "no-store")
      .bodyValue(Map.of("token", token, "user", userId));
  }

  private boolean codeFits(@Nullable String shown) {
    String code = door.code();
    if (code == null) {
      return true;
    }
    return shown != null && MessageDigest.isEqual(code.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
  }

  private static ResponseStatusException forbidden(String detail) {
    return new ResponseStatusException(HttpStatus.FORBIDDEN, detail);
  }

  private static ResponseStatusException badRequest(String detail) {
    return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
  }
}
