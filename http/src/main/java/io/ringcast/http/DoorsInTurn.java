package io.ringcast.http;

import java.util.List;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Doors as one: the first that knows a request has it. What a request costs grows with the doors before its own, so the one that most come
 * by is the first; Spring's own {@code and} wraps every answer once for each door behind it too.
 */
public record DoorsInTurn(List<RouterFunction<ServerResponse>> doors) implements RouterFunction<ServerResponse> {
  public DoorsInTurn {
    doors = List.copyOf(doors);
  }

  @Override
  public Mono<HandlerFunction<ServerResponse>> route(ServerRequest request) {
    return from(0, request);
  }

  @Override
  public void accept(RouterFunctions.Visitor visitor) {
    doors.forEach(door -> door.accept(visitor));
  }

  private Mono<HandlerFunction<ServerResponse>> from(int index, ServerRequest request) {
    return index == doors.size()
        ? Mono.empty()
        : doors.get(index).route(request).switchIfEmpty(Mono.defer(() -> from(index + 1, request)));
  }
}
