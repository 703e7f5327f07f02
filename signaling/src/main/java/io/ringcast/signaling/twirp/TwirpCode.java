package io.ringcast.signaling.twirp;

import java.util.Locale;
import org.springframework.http.HttpStatus;

/** Those of Twirp's error codes that are answered here, each with the HTTP status that the Twirp specification gives it. */
enum TwirpCode {
  CANCELED(HttpStatus.REQUEST_TIMEOUT),
  BAD_ROUTE(HttpStatus.NOT_FOUND),
  MALFORMED(HttpStatus.BAD_REQUEST),
  INVALID_ARGUMENT(HttpStatus.BAD_REQUEST),
  UNAUTHENTICATED(HttpStatus.UNAUTHORIZED),
  PERMISSION_DENIED(HttpStatus.FORBIDDEN),
  NOT_FOUND(HttpStatus.NOT_FOUND),
  FAILED_PRECONDITION(HttpStatus.PRECONDITION_FAILED),
  RESOURCE_EXHAUSTED(HttpStatus.TOO_MANY_REQUESTS),
  DEADLINE_EXCEEDED(HttpStatus.REQUEST_TIMEOUT),
  UNIMPLEMENTED(HttpStatus.NOT_IMPLEMENTED),
  UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE),
  INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR);

  private final HttpStatus status;

  TwirpCode(HttpStatus status) {
    this.status = status;
  }

  HttpStatus status() {
    return status;
  }

  /** As it is written in the answer. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
