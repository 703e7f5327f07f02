package io.ringcast.calls.door;

import io.ringcast.calls.call.CallRefusal;
import io.ringcast.calls.call.CallRefusedException;
import io.ringcast.http.Bearer;
import io.ringcast.http.Problem;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;

/** Calls' refusals as HTTP has them. */
final class CallProblems {
  private CallProblems() {}

  /** What comes of a question to an exchange. */
  static <T> Mono<T> answer(CompletionStage<T> asked) {
    return Mono.fromCompletionStage(asked)
        .onErrorMap(CompletionException.class, e -> e.getCause() == null ? e : e.getCause())
        .onErrorMap(CallRefusedException.class, CallProblems::problem);
  }

  private static RuntimeException problem(CallRefusedException e) {
    HttpStatus status = status(e.refusal());
    Problem problem = Problem.of(status, Bearer.slug(e.refusal()), "The call does not do this", String.valueOf(e.getMessage()));
    return (status == HttpStatus.SERVICE_UNAVAILABLE ? problem.withHeader(HttpHeaders.RETRY_AFTER, "1") : problem).exception();
  }

  private static HttpStatus status(CallRefusal refusal) {
    return switch (refusal) {
      case CALL_ID_INVALID, CALL_OVER -> HttpStatus.NOT_FOUND;
      case TOO_MANY_REQUESTS -> HttpStatus.TOO_MANY_REQUESTS;
      case SERVER_BUSY -> HttpStatus.SERVICE_UNAVAILABLE;
      default -> HttpStatus.CONFLICT;
    };
  }
}
