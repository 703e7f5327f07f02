package io.ringcast.signaling.whip;

import io.ringcast.http.Problem;
import java.util.Arrays;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;

/** The If-Match header of a request (RFC 9110 section 13.1.1): the ICE generations it was meant for, or any. */
record Precondition(List<String> tags) {
  private static final String ANY = "*";

  static Precondition of(ServerRequest request) {
    return new Precondition(request.headers().header(HttpHeaders.IF_MATCH).stream()
        .flatMap(line -> Arrays.stream(line.split(",", -1))).map(String::strip).filter(tag -> !tag.isEmpty()).toList());
  }

  boolean any() {
    return tags.contains(ANY);
  }

  /** Refuses a request that names no generation, or another one than the session's. */
  void requireFor(String etag) {
    if (tags.isEmpty()) {
      throw Problem.of(HttpStatus.PRECONDITION_REQUIRED, "if-match-missing", "The request needs a precondition",
          "Send If-Match with the session's ETag to trickle candidates, or * to restart ICE.").exception();
    }
    if (!any() && !tags.contains(etag)) {
      throw Problem.of(HttpStatus.PRECONDITION_FAILED, "ice-generation-changed", "The session has another ICE generation",
          "Send If-Match: " + etag + ".").exception();
    }
  }
}
