package io.ringcast.identity;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTDecodeException;
import com.auth0.jwt.interfaces.DecodedJWT;
import io.ringcast.identity.UserTokenResult.Accepted;
import io.ringcast.identity.UserTokenResult.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * User tokens, made and checked: a JWT (HS256) like a room token, told from one by its audience ({@code aud}), so that neither is taken for
 * the other. Stateless: any thread.
 */
public final class UserTokens {
  private static final String AUDIENCE = "ringcast-user";
  private static final String PORTRAIT = "picture";
  private static final String GROUPS = "groups";
  /** {@code iat} counts seconds, and tokens are taken back by the millisecond. */
  private static final String ISSUED_MS = "iat_ms";

  private final Apps apps;

  public UserTokens(Apps apps) {
    this.apps = apps;
  }

  static boolean isUserToken(DecodedJWT jwt) {
    return jwt.getAudience() != null && jwt.getAudience().contains(AUDIENCE);
  }

  /** The signed JWT, valid from its own time of issue until its expiry. */
  public static String issue(UserToken token, KeyPair pair) {
    return JWT.create()
      .withIssuer(pair.key())
      .withSubject(token.userId())
      .withAudience(AUDIENCE)
      .withIssuedAt(token.issuedAt())
      .withExpiresAt(token.expiresAt())
      .withClaim(ISSUED_MS, token.issuedAt().toEpochMilli())
      .withClaim(Claims.NAME, token.name())
      .withClaim(PORTRAIT, token.portraitUri())
      .withClaim(GROUPS, token.groups().isEmpty() ? null : List.copyOf(token.groups()))
      .sign(Algorithm.HMAC256(pair.secret()));
  }

  /** Judges a token at the given instant. */
  public UserTokenResult verify(String token, Instant now) {
    return switch (SignedJwt.check(token, apps, now)) {
      case SignedJwt.Bad bad -> new Refused(bad.reason(), bad.detail());
      case SignedJwt.Good good -> judge(good);
    };
  }

  private static UserTokenResult judge(SignedJwt.Good good) {
    DecodedJWT jwt = good.jwt();
    try {
      if (!isUserToken(jwt)) {
        return new Refused(TokenRefusal.NOT_USER_TOKEN, "This is not a user token: the app's back end gets one by /user/getToken.json.");
      }
      Long issuedMs = jwt.getClaim(ISSUED_MS).asLong();
      if (!RoomToken.isId(jwt.getSubject()) || issuedMs == null) {
        return new Refused(TokenRefusal.BAD_SUBJECT, "The token does not say who it is for, or since when.");
      }
      UserToken token = new UserToken(jwt.getSubject(), text(jwt, Claims.NAME), text(jwt, PORTRAIT), groups(jwt),
        Instant.ofEpochMilli(issuedMs), jwt.getExpiresAtAsInstant());
      return new Accepted(good.owner().app(), good.owner().pair(), token);
    } catch (JWTDecodeException e) {
      return new Refused(TokenRefusal.MALFORMED, "The token's claims cannot be read.");
    }
  }

  private static Set<String> groups(DecodedJWT jwt) {
    List<String> groups = jwt.getClaim(GROUPS).asList(String.class);
    return groups == null ? Set.of() : groups.stream().limit(UserToken.GROUPS_MAX).filter(RoomToken::isId).collect(Collectors.toSet());
  }

  private static String text(DecodedJWT jwt, String claim) {
    return Objects.requireNonNullElse(jwt.getClaim(claim).asString(), "");
  }
}
