package io.ringcast.identity;

import com.auth0.jwt.exceptions.JWTDecodeException;
import com.auth0.jwt.interfaces.DecodedJWT;
import io.ringcast.identity.TokenResult.Accepted;
import io.ringcast.identity.TokenResult.Refused;
import java.time.Duration;
import java.time.Instant;

/**
 * Checks LiveKit's JWT (RFC 7519, HS256): {@code iss} is the API key, {@code sub} the user, {@code video} the grants.
 * Stateless: any thread.
 */
public final class TokenVerifier {

  /** Longest token that is looked at; a LiveKit token with metadata is below 2 kB. */
  public static final int TOKEN_CHARS_MAX = 8 * 1024;

  /** How far the clocks of the token's maker and ours may be apart. */
  public static final Duration LEEWAY = Duration.ofSeconds(10);

  private final Apps apps;

  public TokenVerifier(Apps apps) {
    this.apps = apps;
  }

  /** Judges a token at the given instant. */
  public TokenResult verify(String token, Instant now) {
    return switch (SignedJwt.check(token, apps, now)) {
      case SignedJwt.Bad bad -> new Refused(bad.reason(), bad.detail());
      case SignedJwt.Good good -> UserTokens.isUserToken(good.jwt())
        ? new Refused(TokenRefusal.USER_TOKEN, "The token says who, not where: exchange it for a room token at POST /v1/room-token.")
        : judge(good.jwt(), good.owner().app());
    };
  }

  private static TokenResult judge(DecodedJWT jwt, App app) {
    try {
      RoomToken token = Claims.read(jwt);
      if (token.userId().isEmpty() && token.roomJoin()) {
        return new Refused(TokenRefusal.NO_SUBJECT, "The token names nobody: set sub to the user's id.");
      }
      if (token.userId().length() > RoomToken.ID_CHARS_MAX) {
        return new Refused(TokenRefusal.BAD_SUBJECT, "The user's id (sub) must have 1 to " + RoomToken.ID_CHARS_MAX + " characters.");
      }
      return new Accepted(app, token);
    } catch (IllegalArgumentException | JWTDecodeException e) {
      return new Refused(TokenRefusal.BAD_GRANTS, "The token's grants cannot be read: " + e.getMessage());
    }
  }
}
