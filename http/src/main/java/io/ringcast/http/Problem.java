package io.ringcast.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * An HTTP error as RFC 9457 problem details.
 *
 * @param slug ends the type's URN {@code urn:ringcast:problem:…}
 * @param detail says what to do
 * @param members what else the body carries
 * @param headers what the answer's head carries
 */
public record Problem(
    HttpStatus status, String slug, String title, String detail, Map<String, Object> members, Map<String, String> headers) {
  private static final String TYPE_PREFIX = "urn:ringcast:problem:";

  public static Problem of(HttpStatus status, String slug, String title, String detail) {
    return new Problem(status, slug, title, detail, Map.of(), Map.of());
  }

  public static Problem badRequest(String slug, String detail) {
    return of(HttpStatus.BAD_REQUEST, slug, "The request cannot be understood", detail);
  }

  public static Problem notFound(String slug, String detail) {
    return of(HttpStatus.NOT_FOUND, slug, "There is no such thing", detail);
  }

  public static Problem forbidden(String slug, String detail) {
    return of(HttpStatus.FORBIDDEN, slug, "The token does not allow this", detail);
  }

  /** The same problem with something more in its body. */
  public Problem with(String member, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(member, value);
    return new Problem(status, slug, title, detail, more, headers);
  }

  /** The same problem, told in other words. */
  public Problem withDetail(String words) {
    return new Problem(status, slug, title, words, members, headers);
  }

  /** The same problem with a header beside it. */
  public Problem withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Problem(status, slug, title, detail, members, more);
  }

  public ProblemException exception() {
    return new ProblemException(this);
  }

  Mono<ServerResponse> response() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", TYPE_PREFIX + slug);
    body.put("title", title);
    body.put("status", status.value());
    body.put("detail", detail);
    body.putAll(members);
    ServerResponse.BodyBuilder response = ServerResponse.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
    headers.forEach((name, value) -> response.header(name, value));
    return response.bodyValue(Json.bytes(body));
  }
}
