package io.ringcast.calls.door;

import io.ringcast.database.StoreException;
import io.ringcast.http.Fields;
import io.ringcast.http.Handling;
import io.ringcast.http.Problem;
import io.ringcast.identity.RoomToken;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** What the doors for back ends have in common. */
final class Answers {
  private Answers() {}

  static Mono<ServerResponse> json(String body) {
    return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).cacheControl(CacheControl.noStore())
        .bodyValue(body.getBytes(StandardCharsets.UTF_8));
  }

  /** Work that waits for the database. */
  static <T> Mono<T> stored(Scheduler scheduler, Supplier<T> work) {
    return Handling.on(scheduler, work::get).onErrorMap(StoreException.class, e ->
        Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "database-away", "The database does not answer", "Try again in a moment.").exception());
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
