package io.ringcast.events.format;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.random.RandomGenerator;

/** LiveKit's way: a JWT in {@code Authorization}, without "Bearer", whose {@code sha256} claim is the body's hash. */
public final class LiveKitSigner implements Signer {
  private static final Duration VALID = Duration.ofMinutes(5);

  @Override
  public Signature sign(Body body, SigningKey key, Instant now, RandomGenerator random) {
    String token = JWT.create()
      .withIssuer(key.key())
      .withNotBefore(now)
      .withExpiresAt(now.plus(VALID))
      .withClaim("sha256", Base64.getEncoder().encodeToString(sha256(body.bytes())))
      .sign(Algorithm.HMAC256(key.secret()));
    return new Signature(Map.of("Authorization", token), Map.of());
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
