package io.ringcast.identity;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTDecodeException;
import com.auth0.jwt.exceptions.SignatureVerificationException;
import com.auth0.jwt.interfaces.DecodedJWT;
import io.ringcast.identity.TokenResult.Accepted;
import io.ringcast.identity.TokenResult.Refused;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Checks LiveKit's JWT (RFC 7519, HS256): {@code iss} is the API key, {@code sub} the user, {@code video} the grants.
 * Nothing but HS256 is believed, whatever the header says. Stateless: any thread.
 */
public final class TokenVerifier {

  /** Longest token that is looked at; a LiveKit token with metadata is below 2 kB. */
  public static final int TOKEN_CHARS_MAX = 8 * 1024;

  /** How far the clocks of the token's maker and ours may be apart. */
  public static final Duration LEEWAY = Duration.ofSeconds(10);

  private static final String ALGORITHM = "HS256";
  private static final int ECHO_CHARS_MAX = 64;

  private final Apps apps;

  public TokenVerifier(Apps apps) {
    this.apps = apps;
  }

  /** Judges a token at the given instant. */
  public TokenResult verify(String token, Instant now) {
    if (token.length() > TOKEN_CHARS_MAX) {
      return new Refused(TokenRefusal.OVERSIZED, "The token is longer than " + TOKEN_CHARS_MAX + " characters: shorten its metadata.");
    }
    DecodedJWT jwt;
    try {
      jwt = JWT.decode(token);
    } catch (JWTDecodeException | DateTimeException | ArithmeticException e) {
      return new Refused(TokenRefusal.MALFORMED, "The token is not a JWT: send the three dot-separated parts as they were made.");
    }
    if (!ALGORITHM.equals(jwt.getAlgorithm())) {
      return new Refused(TokenRefusal.WRONG_ALGORITHM, "The token must be signed with HS256, the API secret being the key.");
    }
    Apps.Owner owner = jwt.getIssuer() == null ? null : apps.ownerOf(jwt.getIssuer());
    if (owner == null) {
      return new Refused(TokenRefusal.UNKNOWN_KEY,
        "No app here has the API key " + echo(jwt.getIssuer()) + ": set the token's iss to a key of this server's apps.");
    }
    try {
      Algorithm.HMAC256(owner.pair().secret()).verify(jwt);
    } catch (SignatureVerificationException e) {
      return new Refused(TokenRefusal.BAD_SIGNATURE,
        "The signature is not that of API key " + echo(jwt.getIssuer()) + ": sign with this key's own secret.");
    }
    return judge(jwt, owner.app(), now);
  }

  private static TokenResult judge(DecodedJWT jwt, App app, Instant now) {
    Refused untimely = untimely(jwt, now);
    if (untimely != null) {
      return untimely;
    }
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

  private static @Nullable Refused untimely(DecodedJWT jwt, Instant now) {
    Instant expiresAt = jwt.getExpiresAtAsInstant();
    if (expiresAt == null) {
      return new Refused(TokenRefusal.NO_EXPIRY, "The token never ends: set exp.");
    }
    if (now.minus(LEEWAY).isAfter(expiresAt)) {
      return new Refused(TokenRefusal.EXPIRED, "The token expired at " + expiresAt + ": get a new one.");
    }
    Instant notBefore = jwt.getNotBeforeAsInstant();
    if (notBefore != null && now.plus(LEEWAY).isBefore(notBefore)) {
      return new Refused(TokenRefusal.NOT_YET_VALID, "The token is valid from " + notBefore + " only: check the clock of its maker.");
    }
    return null;
  }

  private static String echo(@Nullable String issuer) {
    String shown = issuer == null ? "" : issuer;
    return "\"" + (shown.length() > ECHO_CHARS_MAX ? shown.substring(0, ECHO_CHARS_MAX) + "…" : shown) + "\"";
  }
}
