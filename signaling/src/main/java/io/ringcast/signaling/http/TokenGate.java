package io.ringcast.signaling.http;

import io.ringcast.identity.TokenResult.Accepted;
import io.ringcast.identity.TokenResult.Refused;
import io.ringcast.identity.TokenVerifier;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Lets a request in that carries a good bearer token (RFC 6750). */
public final class TokenGate {
  private static final String SCHEME = "bearer ";
  private static final String CHALLENGE = "Bearer realm=\"ringcast\"";

  private final TokenVerifier verifier;
  private final InstantSource clock;

  public TokenGate(TokenVerifier verifier, InstantSource clock) {
    this.verifier = verifier;
    this.clock = clock;
  }

  /** What the request's token allows; 401 when it has none or a worthless one. */
  public Access access(ServerRequest request) {
    List<String> headers = request.headers().header(HttpHeaders.AUTHORIZATION);
    if (headers.size() != 1 || !headers.getFirst().toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      throw unauthorized("token-missing", "Send the room token in one header Authorization: Bearer <token>.", CHALLENGE);
    }
    return access(headers.getFirst().substring(SCHEME.length()).strip());
  }

  /** What a token allows; 401 when it is worthless. */
  public Access access(String token) {
    return switch (verifier.verify(token, clock.instant())) {
      case Accepted accepted -> new Access(accepted.app(), accepted.token());
      case Refused refused -> throw unauthorized(
          "token-" + refused.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'), refused.detail(),
          CHALLENGE + ", error=\"invalid_token\"");
    };
  }

  private static ProblemException unauthorized(String slug, String detail, String challenge) {
    return Problem.of(HttpStatus.UNAUTHORIZED, slug, "The token is not accepted", detail)
        .withHeader(HttpHeaders.WWW_AUTHENTICATE, challenge).exception();
  }
}
