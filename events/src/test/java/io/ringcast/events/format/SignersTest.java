package io.ringcast.events.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.time.Instant;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SignersTest {
  private static final SigningKey KEY = new SigningKey("devkey", "secret");
  private static final Instant NOW = Instant.ofEpochMilli(1_800_000_000_123L);

  @Test
  void liveKitsTokenCarriesTheBodysHash() {
    Signature signature = new LiveKitSigner().sign(Body.json("application/webhook+json", "{}"), KEY, NOW, new Random(1));
    String token = signature.headers().get("Authorization");
    DecodedJWT jwt = JWT.decode(token);
    Algorithm.HMAC256("secret").verify(jwt);
    assertThat(jwt.getIssuer()).isEqualTo("devkey");
    // printf '{}' | openssl dgst -sha256 -binary | base64
    assertThat(jwt.getClaim("sha256").asString()).isEqualTo("RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=");
    assertThat(jwt.getExpiresAtAsInstant()).isAfter(NOW);
    assertThat(signature.query()).isEmpty();
  }

  @Test
  void rongCloudsSignatureIsInHeadersAndQuery() {
    Signature signature = new RongCloudSigner().sign(Body.json("application/json", "{}"), KEY, NOW, new Random(1));
    assertThat(signature.headers()).isEqualTo(signature.query()).containsEntry("appKey", "devkey")
      .containsEntry("timestamp", "1800000000123");
    assertThat(signature.headers().get("nonce")).matches("[0-9]{1,18}");
    assertThat(signature.headers().get("signature")).matches("[0-9a-f]{40}");
  }

  @Test
  void rongCloudsHashIsThatOfSecretNonceAndTimestamp() {
    RandomGenerator fixed = () -> 0L;
    Signature signature = new RongCloudSigner().sign(Body.json("application/json", "{}"), KEY, NOW, fixed);
    // printf 'secret01800000000123' | sha1sum
    assertThat(signature.query().get("nonce")).isEqualTo("0");
    assertThat(signature.query().get("signature")).isEqualTo("bbb0b58d1f8ab4a0d10d41c5877ef5483886fe9f");
  }

  @Test
  void keysNeverPrintTheirSecret() {
    assertThat(KEY.toString()).doesNotContain("secret");
  }
}
