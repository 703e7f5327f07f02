package io.ringcast.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import io.ringcast.identity.TokenResult.Accepted;
import io.ringcast.identity.TokenResult.Refused;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(3600);
  private static final KeyPair OTHER = new KeyPair("other", "other-secret-of-a-sensible-length");
  private static final App DEV_APP = new App("dev", List.of(KeyPair.DEVELOPMENT));
  private static final App OTHER_APP = new App("shop", List.of(OTHER, new KeyPair("other2", "another secret")));
  private static final TokenVerifier VERIFIER = new TokenVerifier(new Apps(List.of(DEV_APP, OTHER_APP)));
  private static final Algorithm DEV = Algorithm.HMAC256("secret");

  private static JWTCreator.Builder dev() {
    return JWT.create().withIssuer("devkey").withSubject("alice").withExpiresAt(LATER)
      .withClaim("video", Map.of("room", "demo", "roomJoin", true));
  }

  private static String unsigned(String algorithm) {
    String header = encode("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}");
    String payload = encode("{\"iss\":\"devkey\",\"sub\":\"alice\",\"exp\":" + LATER.getEpochSecond() + "}");
    return header + "." + payload + ".";
  }

  private static String encode(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String rs256() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    java.security.KeyPair pair = generator.generateKeyPair();
    return dev().sign(Algorithm.RSA256((RSAPublicKey) pair.getPublic(), (RSAPrivateKey) pair.getPrivate()));
  }

  private static String withPayload(String json) {
    String signed = encode("{\"alg\":\"HS256\"}") + "." + encode(json);
    byte[] header = signed.substring(0, signed.indexOf('.')).getBytes(StandardCharsets.UTF_8);
    byte[] payload = signed.substring(signed.indexOf('.') + 1).getBytes(StandardCharsets.UTF_8);
    return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(DEV.sign(header, payload));
  }

  static Stream<Arguments> refused() throws Exception {
    String good = dev().sign(DEV);
    String[] parts = good.split("\\.", -1);
    String hs256Header = parts[0];
    String rsToken = rs256();
    return Stream.of(
      Arguments.of("not a jwt", "hello", TokenRefusal.MALFORMED),
      Arguments.of("empty", "", TokenRefusal.MALFORMED),
      Arguments.of("two parts", parts[0] + "." + parts[1], TokenRefusal.MALFORMED),
      Arguments.of("bad base64", "!!.!!.!!", TokenRefusal.MALFORMED),
      Arguments.of("payload is no object", withPayload("[1]"), TokenRefusal.MALFORMED),
      Arguments.of("exp is text", withPayload("{\"iss\":\"devkey\",\"sub\":\"a\",\"exp\":\"soon\"}"), TokenRefusal.MALFORMED),
      Arguments.of("exp past all time",
        withPayload("{\"iss\":\"devkey\",\"sub\":\"a\",\"exp\":9223372036854775807}"), TokenRefusal.MALFORMED),
      Arguments.of("over 8 kB", dev().withClaim("metadata", "x".repeat(9000)).sign(DEV), TokenRefusal.OVERSIZED),
      Arguments.of("alg none", unsigned("none"), TokenRefusal.WRONG_ALGORITHM),
      Arguments.of("alg None", unsigned("None"), TokenRefusal.WRONG_ALGORITHM),
      Arguments.of("hs256 without signature", unsigned("HS256"), TokenRefusal.BAD_SIGNATURE),
      Arguments.of("rs256", rsToken, TokenRefusal.WRONG_ALGORITHM),
      Arguments.of("rs256 body, hs256 header", hs256Header + rsToken.substring(rsToken.indexOf('.')), TokenRefusal.BAD_SIGNATURE),
      Arguments.of("hs512", dev().sign(Algorithm.HMAC512("secret")), TokenRefusal.WRONG_ALGORITHM),
      Arguments.of("hs384", dev().sign(Algorithm.HMAC384("secret")), TokenRefusal.WRONG_ALGORITHM),
      Arguments.of("unknown key", dev().withIssuer("nobody").sign(DEV), TokenRefusal.UNKNOWN_KEY),
      Arguments.of("no issuer", withPayload("{\"sub\":\"a\",\"exp\":" + LATER.getEpochSecond() + "}"), TokenRefusal.UNKNOWN_KEY),
      Arguments.of("wrong secret", dev().sign(Algorithm.HMAC256("secreT")), TokenRefusal.BAD_SIGNATURE),
      Arguments.of("another app's secret", dev().sign(Algorithm.HMAC256(OTHER.secret())), TokenRefusal.BAD_SIGNATURE),
      Arguments.of("payload changed", parts[0] + "." + encode("{\"iss\":\"devkey\"}") + "." + parts[2], TokenRefusal.BAD_SIGNATURE),
      Arguments.of("expired", dev().withExpiresAt(NOW.minusSeconds(11)).sign(DEV), TokenRefusal.EXPIRED),
      Arguments.of("no expiry", JWT.create().withIssuer("devkey").withSubject("a").sign(DEV), TokenRefusal.NO_EXPIRY),
      Arguments.of("not yet valid", dev().withNotBefore(NOW.plusSeconds(11)).sign(DEV), TokenRefusal.NOT_YET_VALID),
      Arguments.of("no subject to join", JWT.create().withIssuer("devkey").withExpiresAt(LATER)
        .withClaim("video", Map.of("roomJoin", true)).sign(DEV), TokenRefusal.NO_SUBJECT),
      Arguments.of("empty subject", dev().withSubject("").sign(DEV), TokenRefusal.NO_SUBJECT),
      Arguments.of("long subject", dev().withSubject("x".repeat(257)).sign(DEV), TokenRefusal.BAD_SUBJECT),
      Arguments.of("long room", dev().withClaim("video", Map.of("room", "x".repeat(257))).sign(DEV), TokenRefusal.BAD_GRANTS),
      Arguments.of("grants are text", dev().withClaim("video", "all").sign(DEV), TokenRefusal.BAD_GRANTS),
      Arguments.of("a grant is text", dev().withClaim("video", Map.of("canPublish", "no")).sign(DEV), TokenRefusal.BAD_GRANTS),
      Arguments.of("unknown role", dev().withClaim("ringcast", Map.of("role", "king")).sign(DEV), TokenRefusal.BAD_GRANTS),
      Arguments.of("a meeting's host", dev().withClaim("ringcast", Map.of("role", "host", "mode", "meeting")).sign(DEV),
        TokenRefusal.BAD_GRANTS),
      Arguments.of("a meeting for audio", dev().withClaim("ringcast", Map.of("media", "audio", "mode", "meeting")).sign(DEV),
        TokenRefusal.BAD_GRANTS));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void refusesWithItsReason(String name, String token, TokenRefusal reason) {
    TokenResult result = VERIFIER.verify(token, NOW);
    assertThat(result).as(name).isInstanceOf(Refused.class);
    assertThat(((Refused) result).reason()).isEqualTo(reason);
    assertThat(((Refused) result).detail()).isNotBlank().doesNotContain("secret-of", token.isEmpty() ? "\0" : token);
  }

  @ParameterizedTest
  @ValueSource(ints = {-9, 0, 5, 3600})
  void acceptsWithinItsTimeAndTheLeeway(int expiresInSeconds) {
    String token = dev().withExpiresAt(NOW.plusSeconds(expiresInSeconds)).withNotBefore(NOW.plusSeconds(9)).sign(DEV);
    assertThat(VERIFIER.verify(token, NOW)).isInstanceOf(Accepted.class);
  }

  @Test
  void whoJoinsNoRoomNeedsNoName() {
    RoomToken token = accepted(JWT.create().withIssuer("devkey").withExpiresAt(LATER)
      .withClaim("video", Map.of("roomAdmin", true, "room", "demo")).sign(DEV));
    assertThat(token.userId()).isEmpty();
    assertThat(token.roomAdmin()).isTrue();
    assertThat(token.roomJoin()).isFalse();
  }

  @Test
  void absentGrantsAreLiveKits() {
    RoomToken token = accepted(dev().sign(DEV));
    assertThat(token.grants()).containsExactlyInAnyOrder(Grant.ROOM_JOIN, Grant.CAN_PUBLISH, Grant.CAN_PUBLISH_DATA, Grant.CAN_SUBSCRIBE);
    assertThat(token.roomId()).isEqualTo("demo");
    assertThat(token.userId()).isEqualTo("alice");
    assertThat(token.wish()).isEqualTo(RoomWish.NONE);
  }

  @Test
  void tokenWithoutRoomNamesNone() {
    assertThat(accepted(dev().withClaim("video", Map.of("room", "", "roomList", true)).sign(DEV)).roomId()).isNull();
    assertThat(accepted(dev().withClaim("video", (Map<String, ?>) null).sign(DEV)).roomJoin()).isFalse();
  }

  @Test
  void aRoleIsInItsModeAndSaysWhetherToPublish() {
    RoomToken token = accepted(dev().withClaim("ringcast", Map.of("role", "audience")).sign(DEV));
    assertThat(token.wish().mode()).isEqualTo(RoomWish.Mode.LIVE);
    assertThat(token.canPublish()).isFalse();
    assertThat(accepted(dev().withClaim("ringcast", Map.of("media", "audio")).sign(DEV)).wish().mode()).isEqualTo(RoomWish.Mode.LIVE);
    RoomToken host = accepted(
      dev().withClaim("ringcast", Map.of("role", "host")).withClaim("video", Map.of("canPublish", false)).sign(DEV));
    assertThat(host.canPublish()).isTrue();
  }

  @Test
  void signerIsTheApp() {
    String token = new TokenIssuer(OTHER).issue(RoomToken.joining("bob", "r", LATER), NOW);
    assertThat(VERIFIER.verify(token, NOW)).isInstanceOfSatisfying(Accepted.class, a -> assertThat(a.app()).isEqualTo(OTHER_APP));
  }

  @Test
  void issuedTokensComeBackAsTheyWere() {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      RoomToken token = new RoomToken("user " + i, random.nextBoolean() ? "room/ü" + i : null,
        random.nextBoolean() ? "to " + i : null, someGrants(random),
        someWish(random),
        new TokenProfile(random.nextBoolean() ? "User" : null, random.nextBoolean() ? "{\"a\":1}" : null,
          random.nextBoolean() ? Map.of("k", "v") : Map.of()),
        random.nextBoolean() ? Set.of("camera", "microphone") : Set.of(), NOW.plus(Duration.ofSeconds(1 + random.nextInt(10_000))));
      assertThat(accepted(new TokenIssuer(KeyPair.DEVELOPMENT).issue(token, NOW))).as("seed 7, round %d", i).isEqualTo(token);
    }
  }

  @Test
  void anyDamagedByteIsRefused() {
    String good = dev().sign(DEV);
    Random random = new Random(11);
    for (int i = 0; i < 500; i++) {
      char[] chars = good.toCharArray();
      int at = random.nextInt(chars.length - 1);
      chars[at] = chars[at] == 'A' ? 'B' : 'A';
      assertThat(VERIFIER.verify(new String(chars), NOW)).as("seed 11, round %d, at %d", i, at).isInstanceOf(Refused.class);
    }
  }

  private static RoomToken accepted(String token) {
    TokenResult result = VERIFIER.verify(token, NOW);
    assertThat(result).isInstanceOf(Accepted.class);
    return ((Accepted) result).token();
  }

  private static Set<Grant> someGrants(Random random) {
    Set<Grant> grants = EnumSet.noneOf(Grant.class);
    Stream.of(Grant.values()).filter(g -> random.nextBoolean()).forEach(grants::add);
    return grants;
  }

  private static RoomWish someWish(Random random) {
    RoomWish.Role role = some(random, RoomWish.Role.values());
    RoomWish.Mode mode = role == null ? some(random, RoomWish.Mode.values()) : role.mode();
    return new RoomWish(role, mode, mode == RoomWish.Mode.LIVE ? some(random, RoomWish.Media.values()) : null);
  }

  private static <E> E some(Random random, E[] values) {
    int index = random.nextInt(values.length + 1);
    return index == values.length ? null : values[index];
  }
}
