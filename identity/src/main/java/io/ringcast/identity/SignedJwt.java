package io.ringcast.identity;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTDecodeException;
import com.auth0.jwt.exceptions.SignatureVerificationException;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A JWT (RFC 7519) of one of our apps: size, algorithm, key, signature and times are right, what it says is not looked at. */
sealed interface SignedJwt {

  record Good(DecodedJWT jwt, Apps.Owner owner) implements SignedJwt {}

  record Bad(TokenRefusal reason, String detail) implements SignedJwt {}

  String ALGORITHM = "HS256";
  int ECHO_CHARS_MAX = 64;

  /** Nothing but HS256 is believed, whatever the header says. */
  static SignedJwt check(String token, Apps apps, Instant now) {
    if (token.length() > TokenVerifier.TOKEN_CHARS_MAX) {
      return new Bad(TokenRefusal.OVERSIZED,
        "The token is longer than " + TokenVerifier.TOKEN_CHARS_MAX + " characters: shorten its metadata.");
    }
    DecodedJWT jwt;
    try {
      jwt = JWT.decode(token);
    } catch (JWTDecodeException | DateTimeException | ArithmeticException e) {
      return new Bad(TokenRefusal.MALFORMED, "The token is not a JWT: send the three dot-separated parts as they were made.");
    }
    if (!ALGORITHM.equals(jwt.getAlgorithm())) {
      return new Bad(TokenRefusal.WRONG_ALGORITHM, "The token must be signed with HS256, the API secret being the key.");
    }
    Apps.Owner owner = jwt.getIssuer() == null ? null : apps.ownerOf(jwt.getIssuer());
    if (owner == null) {
      return new Bad(TokenRefusal.UNKNOWN_KEY,
        "No app here has the API key " + echo(jwt.getIssuer()) + ": set the token's iss to a key of this server's apps.");
    }
    try {
      Algorithm.HMAC256(owner.pair().secret()).verify(jwt);
    } catch (SignatureVerificationException e) {
      return new Bad(TokenRefusal.BAD_SIGNATURE,
        "The signature is not that of API key " + echo(jwt.getIssuer()) + ": sign with this key's own secret.");
    }
    Bad untimely = untimely(jwt, now);
    return untimely == null ? new Good(jwt, owner) : untimely;
  }

  private static @Nullable Bad untimely(DecodedJWT jwt, Instant now) {
    Instant expiresAt = jwt.getExpiresAtAsInstant();
    if (expiresAt == null) {
      return new Bad(TokenRefusal.NO_EXPIRY, "The token never ends: set exp.");
    }
    if (now.minus(TokenVerifier.LEEWAY).isAfter(expiresAt)) {
      return new Bad(TokenRefusal.EXPIRED, "The token expired at " + expiresAt + ": get a new one.");
    }
    Instant notBefore = jwt.getNotBeforeAsInstant();
    if (notBefore != null && now.plus(TokenVerifier.LEEWAY).isBefore(notBefore)) {
      return new Bad(TokenRefusal.NOT_YET_VALID, "The token is valid from " + notBefore + " only: check the clock of its maker.");
    }
    return null;
  }

  private static String echo(@Nullable String issuer) {
    String shown = issuer == null ? "" : issuer;
    return "\"" + (shown.length() > ECHO_CHARS_MAX ? shown.substring(0, ECHO_CHARS_MAX) + "…" : shown) + "\"";
  }
}
