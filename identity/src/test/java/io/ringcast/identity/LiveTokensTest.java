package io.ringcast.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.identity.LiveTokens.Judged;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveTokensTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final App APP = new App("app", List.of(new KeyPair("key.with.dots", "a secret of some length")));
  private static final App OTHER = new App("other", List.of(new KeyPair("key2", "another secret")));

  private final LiveTokens tokens = new LiveTokens(new Apps(List.of(APP, OTHER)));

  @Test
  void opensItsRoomUntilItExpires() {
    String token = LiveTokens.sign(APP, "room", NOW.plusSeconds(60));
    assertThat(tokens.verify(token, "room", NOW)).isEqualTo(new Judged.Good(APP, NOW.plusSeconds(60)));
    assertThat(reason(tokens.verify(token, "room", NOW.plusSeconds(60)))).isEqualTo(TokenRefusal.EXPIRED);
    assertThat(reason(tokens.verify(token, "room2", NOW))).isEqualTo(TokenRefusal.BAD_SIGNATURE);
  }

  @Test
  void thatOfAnotherAppNamesThatApp() {
    String token = LiveTokens.sign(OTHER, "room", NOW.plusSeconds(60));
    assertThat(tokens.verify(token, "room", NOW)).isEqualTo(new Judged.Good(OTHER, NOW.plusSeconds(60)));
    String claimed = "key.with.dots" + token.substring("key2".length());
    assertThat(reason(tokens.verify(claimed, "room", NOW))).isEqualTo(TokenRefusal.BAD_SIGNATURE);
  }

  /** The tag was made by {@code printf 'ringcast-live\nroom\n1800000060' | openssl dgst -sha256 -hmac 'another secret' -binary}. */
  @Test
  void isWhatItsFormatSays() {
    assertThat(LiveTokens.sign(OTHER, "room", NOW.plusSeconds(60))).isEqualTo("key2.1800000060.yeWdmjOHsvTAY6nwloPG1Q");
  }

  @ParameterizedTest
  @CsvSource({
    "'', MALFORMED", "., MALFORMED", "a.b, MALFORMED", ".1.t, MALFORMED", "nobody.1900000000.tag, UNKNOWN_KEY",
    "key2.1900000000.tag, BAD_SIGNATURE", "key2..tag, BAD_SIGNATURE"})
  void refusesWhatIsNone(String token, TokenRefusal reason) {
    assertThat(reason(tokens.verify(token, "room", NOW))).isEqualTo(reason);
  }

  private static TokenRefusal reason(Judged judged) {
    return ((Judged.Bad) judged).reason();
  }
}
