package io.ringcast.http;

import io.ringcast.identity.TokenRefusal;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Bearer tokens of requests (RFC 6750), and what is said to those that have none or a worthless one. */
public final class Bearer {
  private static final String SCHEME = "bearer ";
  private static final String CHALLENGE = "Bearer realm=\"ringcast\"";

  private Bearer() {}

  /** The one bearer token of a request; 401 when it has none. */
  public static String token(ServerRequest request, String kind) {
    List<String> headers = request.headers().header(HttpHeaders.AUTHORIZATION);
    if (headers.size() != 1 || !headers.getFirst().toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      throw unauthorized("token-missing", "Send the " + kind + " token in one header Authorization: Bearer <token>.", CHALLENGE);
    }
    return headers.getFirst().substring(SCHEME.length()).strip();
  }

  public static ProblemException worthless(TokenRefusal reason, String detail) {
    return unauthorized("token-" + slug(reason), detail, CHALLENGE + ", error=\"invalid_token\"");
  }

  /** An enum's name as problems have it. */
  public static String slug(Enum<?> reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static ProblemException unauthorized(String slug, String detail, String challenge) {
    return Problem.of(HttpStatus.UNAUTHORIZED, slug, "The token is not accepted", detail)
        .withHeader(HttpHeaders.WWW_AUTHENTICATE, challenge).exception();
  }
}
