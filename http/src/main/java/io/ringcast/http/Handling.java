package io.ringcast.http;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** How doors run: off the event loop, and every failure is a problem. */
public final class Handling {
  private static final Logger LOG = LoggerFactory.getLogger(Handling.class);

  private Handling() {}

  /** Runs work that may wait for a lock. */
  public static <T> Mono<T> on(Scheduler scheduler, Callable<T> work) {
    return Mono.fromCallable(work).subscribeOn(scheduler);
  }

  /** Turns a failed request into its problem; what nobody foresaw is logged and becomes 500. */
  public static Mono<ServerResponse> problems(ServerRequest request, HandlerFunction<ServerResponse> next) {
    return Mono.defer(() -> next.handle(request))
        .onErrorResume(ProblemException.class, e -> e.problem().response())
        .onErrorResume(TimeoutException.class, e -> Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "media-plane-busy",
            "The media plane did not report in time", "Try again in a moment.").response())
        .onErrorResume(e -> {
          LOG.error("{} {} failed", request.method(), request.path(), e);
          return Problem.of(HttpStatus.INTERNAL_SERVER_ERROR, "internal", "The server failed",
              "Try again; the server's log tells its operator why.").response();
        });
  }

  /** Answers 405 and names the methods there are. */
  public static HandlerFunction<ServerResponse> only(String methods) {
    return request -> Problem.of(HttpStatus.METHOD_NOT_ALLOWED, "method-not-allowed", "This address has other methods",
        "Use one of: " + methods + ".").withHeader(HttpHeaders.ALLOW, methods).response();
  }
}
