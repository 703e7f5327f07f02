package io.ringcast.identity;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import java.time.Instant;
import java.util.Map;

/** Makes room tokens in the name of one key pair; the twin of {@link TokenVerifier}. */
public final class TokenIssuer {

  private final KeyPair pair;

  public TokenIssuer(KeyPair pair) {
    this.pair = pair;
  }

  /** The signed JWT; it is valid from {@code now} until the token's own expiry. */
  public String issue(RoomToken token, Instant now) {
    if (!RoomToken.isId(token.userId()) || (token.roomId() != null && !RoomToken.isId(token.roomId()))) {
      throw new IllegalArgumentException("user and room ids have 1 to " + RoomToken.ID_CHARS_MAX + " characters");
    }
    JWTCreator.Builder jwt = JWT.create()
      .withIssuer(pair.key())
      .withSubject(token.userId())
      .withIssuedAt(now)
      .withNotBefore(now)
      .withExpiresAt(token.expiresAt())
      .withClaim("video", Claims.video(token));
    Map<String, Object> wish = Claims.wish(token.wish());
    if (!wish.isEmpty()) {
      jwt.withClaim("ringcast", wish);
    }
    TokenProfile profile = token.profile();
    if (profile.name() != null) {
      jwt.withClaim(Claims.NAME, profile.name());
    }
    if (profile.metadata() != null) {
      jwt.withClaim(Claims.METADATA, profile.metadata());
    }
    if (!profile.attributes().isEmpty()) {
      jwt.withClaim(Claims.ATTRIBUTES, profile.attributes());
    }
    return jwt.sign(Algorithm.HMAC256(pair.secret()));
  }
}
