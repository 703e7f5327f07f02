package io.ringcast.server.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /metrics} in Prometheus' text format, for the loopback interface or for whoever shows the configured token. */
public final class MetricsPage {

  private static final String BEARER = "Bearer ";
  private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry;
  private final Supplier<Mono<Void>> refresh;
  private final @Nullable String token;

  /** {@code refresh} fetches what the page is about to show. */
  public MetricsPage(PrometheusMeterRegistry registry, Supplier<Mono<Void>> refresh, @Nullable String token) {
    this.registry = registry;
    this.refresh = refresh;
    this.token = token;
  }

  public RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route().GET("/metrics", this::page).build();
  }

  private Mono<ServerResponse> page(ServerRequest request) {
    ErrorResponseException refusal = refusal(request);
    return refusal != null ? Mono.error(refusal)
      : refresh.get().then(Mono.fromCallable(registry::scrape))
        .flatMap(text -> ServerResponse.ok().header(HttpHeaders.CONTENT_TYPE, TEXT_FORMAT).bodyValue(text));
  }

  private @Nullable ErrorResponseException refusal(ServerRequest request) {
    if (token == null) {
      boolean loopback = request.remoteAddress().map(InetSocketAddress::getAddress).filter(a -> a.isLoopbackAddress()).isPresent();
      return loopback ? null : refused(HttpStatus.FORBIDDEN,
        "Metrics are shown to this machine only: set metrics.token (RINGCAST_METRICS_TOKEN) to read them from elsewhere.");
    }
    String shown = request.headers().firstHeader(HttpHeaders.AUTHORIZATION);
    if (shown != null && MessageDigest.isEqual(bytes(BEARER + token), bytes(shown))) {
      return null;
    }
    ErrorResponseException refusal = refused(HttpStatus.UNAUTHORIZED, "Send the configured metrics.token: Authorization: Bearer TOKEN.");
    refusal.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    return refusal;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ErrorResponseException refused(HttpStatus status, String detail) {
    return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
  }
}
