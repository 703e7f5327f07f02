package io.ringcast.calls.door;

import io.ringcast.http.Fields;
import io.ringcast.identity.RoomToken;
import java.nio.charset.StandardCharsets;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** What the doors for back ends have in common. */
final class Answers {
  private Answers() {}

  static Mono<ServerResponse> json(String body) {
    return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).cacheControl(CacheControl.noStore())
        .bodyValue(body.getBytes(StandardCharsets.UTF_8));
  }

  /** Of whom the request is. */
  static String userId(ServerRequest request) {
    String userId = request.pathVariable("userId");
    if (!RoomToken.isId(userId)) {
      throw Fields.bad("userId", "a text of 1 to " + RoomToken.ID_CHARS_MAX + " characters");
    }
    return userId;
  }
}
