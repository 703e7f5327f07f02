package io.ringcast.server.http;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Answers every error that reaches the edge with an RFC 9457 problem that says what to do, never with a stack trace. */
public final class Problems implements WebExceptionHandler, Ordered {

  /** Before Spring's own handler, which answers with an empty body. */
  private static final int ORDER = -2;
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final JsonMapper JSON = JsonMapper.builder().addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class).build();
  private static final Map<Integer, String> ADVICE = Map.of(
    404, "There is nothing at this address: check the path.",
    413, "The body is larger than " + HttpWiring.BODY_BYTES_MAX / 1024 + " kB: send less.",
    415, "The body's Content-Type is not one that this address takes.");

  @Override
  public int getOrder() {
    return ORDER;
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
    ServerHttpResponse response = exchange.getResponse();
    if (response.isCommitted()) {
      return Mono.error(error);
    }
    ProblemDetail problem = problem(exchange, error);
    response.setStatusCode(HttpStatusCode.valueOf(problem.getStatus()));
    if (error instanceof ErrorResponse known) {
      known.getHeaders().forEach((name, values) -> response.getHeaders().put(name, values));
    }
    response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    response.getHeaders().set(HttpHeaders.CACHE_CONTROL, "no-store");
    DataBuffer body = response.bufferFactory().wrap(JSON.writeValueAsBytes(problem));
    return response.writeWith(Mono.just(body));
  }

  private static ProblemDetail problem(ServerWebExchange exchange, Throwable error) {
    if (error instanceof ErrorResponse known) {
      ProblemDetail problem = known.getBody();
      String advice = ADVICE.get(problem.getStatus());
      if (advice != null && (problem.getDetail() == null || problem.getStatus() == 404)) {
        problem.setDetail(advice);
      }
      return problem;
    }
    if (error instanceof DataBufferLimitException) {
      return ProblemDetail.forStatusAndDetail(HttpStatus.CONTENT_TOO_LARGE, ADVICE.get(413));
    }
    LOG.error("{} {} failed", exchange.getRequest().getMethod(), exchange.getRequest().getPath(), error);
    return ProblemDetail.forStatusAndDetail(HttpStatus.INTERNAL_SERVER_ERROR,
      "The server failed to answer: try again, and tell its operator, who finds the cause in the log.");
  }
}
