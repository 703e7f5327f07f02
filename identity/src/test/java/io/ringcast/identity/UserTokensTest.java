package io.ringcast.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.identity.UserTokenResult.Accepted;
import io.ringcast.identity.UserTokenResult.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserTokensTest {
  private static final Instant NOW = Instant.parse("2026-11-23T18:00:00.123Z");
  private static final KeyPair PAIR = new KeyPair("key", "a secret that is long enough for anybody");
  private static final KeyPair OTHER = new KeyPair("other", "another secret that is long enough");
  private static final Apps APPS = new Apps(List.of(new App("shop", List.of(PAIR)), new App("other", List.of(OTHER))));
  private static final UserTokens TOKENS = new UserTokens(APPS);
  private static final UserToken ANN = new UserToken("ann", "Ann Åberg", "https://example.org/ann.png", NOW, NOW.plusSeconds(3_600));

  @Test
  void tellsWhoItIsForToTheMillisecond() {
    assertThat(TOKENS.verify(UserTokens.issue(ANN, PAIR), NOW.plusSeconds(60))).isInstanceOfSatisfying(Accepted.class, accepted -> {
      assertThat(accepted.app().appId()).isEqualTo("shop");
      assertThat(accepted.pair()).isEqualTo(PAIR);
      assertThat(accepted.token().userId()).isEqualTo("ann");
      assertThat(accepted.token().name()).isEqualTo("Ann Åberg");
      assertThat(accepted.token().portraitUri()).isEqualTo("https://example.org/ann.png");
      assertThat(accepted.token().issuedAt()).isEqualTo(NOW);
    });
  }

  @Test
  void endsWhenItSays() {
    String token = UserTokens.issue(ANN, PAIR);
    Duration life = Duration.between(ANN.issuedAt(), ANN.expiresAt());
    assertThat(TOKENS.verify(token, NOW.plus(life))).isInstanceOf(Accepted.class);
    assertThat(reason(token, NOW.plus(life).plus(TokenVerifier.LEEWAY).plusSeconds(1))).isEqualTo(TokenRefusal.EXPIRED);
  }

  @Test
  void belongsToTheAppWhoseKeySignedIt() {
    assertThat(TOKENS.verify(UserTokens.issue(ANN, OTHER), NOW)).isInstanceOfSatisfying(Accepted.class,
      accepted -> assertThat(accepted.app().appId()).isEqualTo("other"));
    assertThat(reason(UserTokens.issue(ANN, new KeyPair("key", "a guess that is long enough")), NOW)).isEqualTo(TokenRefusal.BAD_SIGNATURE);
  }

  @Test
  void neitherKindIsTakenForTheOther() {
    String roomToken = new TokenIssuer(PAIR).issue(RoomToken.joining("ann", "r", NOW.plusSeconds(60)), NOW);
    assertThat(reason(roomToken, NOW)).isEqualTo(TokenRefusal.NOT_USER_TOKEN);
    assertThat(new TokenVerifier(APPS).verify(UserTokens.issue(ANN, PAIR), NOW))
      .isInstanceOfSatisfying(TokenResult.Refused.class, refused -> {
        assertThat(refused.reason()).isEqualTo(TokenRefusal.USER_TOKEN);
        assertThat(refused.detail()).contains("/v1/room-token");
      });
  }

  private static TokenRefusal reason(String token, Instant now) {
    return ((Refused) TOKENS.verify(token, now)).reason();
  }
}
