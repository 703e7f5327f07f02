package io.ringcast.server.http;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.MethodNotAllowedException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The last route: a path that is known by another method answers 405 with {@code Allow}, any other falls through to 404. */
final class UnknownMethods implements RouterFunction<ServerResponse> {

  private static final List<HttpMethod> METHODS =
    List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE, HttpMethod.OPTIONS);

  private final List<RouterFunction<ServerResponse>> routes;

  UnknownMethods(List<RouterFunction<ServerResponse>> routes) {
    this.routes = List.copyOf(routes);
  }

  @Override
  public Mono<HandlerFunction<ServerResponse>> route(ServerRequest request) {
    return Flux.fromIterable(METHODS)
      .filter(method -> !method.equals(request.method()))
      .filterWhen(method -> isKnown(ServerRequest.from(request).method(method).build()))
      .collect(Collectors.toSet())
      .filter(allowed -> !allowed.isEmpty())
      .map(allowed -> refuse(request.method(), allowed));
  }

  private Mono<Boolean> isKnown(ServerRequest request) {
    return Flux.fromIterable(routes).concatMap(route -> route.route(request)).hasElements();
  }

  private static HandlerFunction<ServerResponse> refuse(HttpMethod method, Set<HttpMethod> allowed) {
    return request -> Mono.error(new MethodNotAllowedException(method, allowed));
  }
}
