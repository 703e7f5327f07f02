package io.ringcast.identity.signed;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.identity.App;
import io.ringcast.identity.Apps;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.signed.SignatureResult.Accepted;
import io.ringcast.identity.signed.SignatureResult.Refused;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestVerifierTest {
  private static final KeyPair PAIR = new KeyPair("key", "secret of the shop");
  private static final KeyPair OTHER = new KeyPair("other", "secret of another");
  private static final long NOW_MS = 1_795_910_400_000L;
  private static final long MINUTE_MS = 60_000;

  private final RequestVerifier verifier =
    new RequestVerifier(new Apps(List.of(new App("shop", List.of(PAIR)), new App("mall", List.of(OTHER)))));

  private static String signature(String secret, String nonce, String timestamp) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest((secret + nonce + timestamp).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SignedRequest signed(KeyPair pair, String nonce, String timestamp) {
    return new SignedRequest(pair.key(), nonce, timestamp, signature(pair.secret(), nonce, timestamp));
  }

  private void refused(SignedRequest request, long nowMs, SignatureRefusal reason) {
    long before = verifier.refused(reason);
    assertThat(verifier.verify(request, nowMs))
      .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
    assertThat(verifier.refused(reason)).isEqualTo(before + 1);
  }

  /** The hash of "abc" is FIPS 180-1's own example, so the sum of the parts is one that others know, too. */
  @Test
  void signsAsTheStandardHashes() {
    assertThat(signature("a", "b", "c")).isEqualTo("a9993e364706816aba3e25717850c26c9cd0d89d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1795910400000", "1795910400", "1795910399", "1795910699999", "1795910101", "1795910100000"})
  void takesMillisecondsAndSecondsWithinFiveMinutes(String timestamp) {
    assertThat(verifier.verify(signed(PAIR, "n", timestamp), NOW_MS)).isInstanceOfSatisfying(Accepted.class, accepted -> {
      assertThat(accepted.app().appId()).isEqualTo("shop");
      assertThat(accepted.pair()).isEqualTo(PAIR);
    });
  }

  @ParameterizedTest
  @CsvSource({
    "1795910700001, SKEWED", "1795910099999, SKEWED", "1795910701, SKEWED", "1795910099, SKEWED", "0, SKEWED", "99999999999, SKEWED",
    "100000000000, SKEWED", "99999999999999, SKEWED", "-1, BAD_TIMESTAMP", "1795910400.0, BAD_TIMESTAMP", "0x1, BAD_TIMESTAMP",
    "١٧٩٥٩١٠٤٠٠, BAD_TIMESTAMP", "1e9, BAD_TIMESTAMP", "999999999999999999999, BAD_TIMESTAMP", "000001795910400, BAD_TIMESTAMP"})
  void refusesOtherTimes(String timestamp, SignatureRefusal reason) {
    refused(signed(PAIR, "n", timestamp), NOW_MS, reason);
  }

  @Test
  void refusesWhatIsNotSignedByTheAppsOwnSecret() {
    String now = Long.toString(NOW_MS);
    SignedRequest good = signed(PAIR, "n", now);
    refused(new SignedRequest("key", "n", now, good.signature().toUpperCase(Locale.ROOT)), NOW_MS, SignatureRefusal.BAD_SIGNATURE);
    refused(new SignedRequest("key", "n", now, good.signature() + " "), NOW_MS, SignatureRefusal.BAD_SIGNATURE);
    refused(new SignedRequest("key", "n", now, good.signature().substring(1)), NOW_MS, SignatureRefusal.BAD_SIGNATURE);
    refused(new SignedRequest("key", "n2", now, good.signature()), NOW_MS, SignatureRefusal.BAD_SIGNATURE);
    refused(new SignedRequest("other", "n", now, good.signature()), NOW_MS, SignatureRefusal.BAD_SIGNATURE);
    refused(new SignedRequest("nobody", "n", now, good.signature()), NOW_MS, SignatureRefusal.UNKNOWN_KEY);
    refused(new SignedRequest("key", "n", now, null), NOW_MS, SignatureRefusal.INCOMPLETE);
    refused(new SignedRequest("key", null, now, good.signature()), NOW_MS, SignatureRefusal.INCOMPLETE);
    refused(signed(PAIR, "n".repeat(RequestVerifier.NONCE_CHARS_MAX + 1), now), NOW_MS, SignatureRefusal.NONCE_TOO_LONG);
    assertThat(verifier.verify(good, NOW_MS)).as("the refused ones used nothing up").isInstanceOf(Accepted.class);
  }

  @Test
  void takesEachRequestOnceForAsLongAsItsTimestampIsGood() {
    SignedRequest future = signed(PAIR, "n", Long.toString(NOW_MS + 5 * MINUTE_MS));
    assertThat(verifier.verify(future, NOW_MS)).isInstanceOf(Accepted.class);
    refused(future, NOW_MS, SignatureRefusal.REPLAYED);
    refused(future, NOW_MS + 10 * MINUTE_MS, SignatureRefusal.REPLAYED);
    refused(future, NOW_MS + 10 * MINUTE_MS + 1, SignatureRefusal.SKEWED);
    assertThat(verifier.verify(signed(PAIR, "n2", Long.toString(NOW_MS)), NOW_MS)).isInstanceOf(Accepted.class);
  }

  /** At this moment the last ten digits of the milliseconds are the time in seconds. */
  @Test
  void aNonceThatTakesDigitsFromTheTimestampIsAReplay() {
    long nowMs = 1_781_781_781_781L;
    SignedRequest request = signed(PAIR, "7", "1781781781781");
    assertThat(verifier.verify(request, nowMs)).isInstanceOf(Accepted.class);
    refused(new SignedRequest("key", "7178", "1781781781", request.signature()), nowMs, SignatureRefusal.REPLAYED);
  }

  @Test
  void anAppThatAsksTooMuchIsRefusedAndNoOther() {
    String now = Long.toString(NOW_MS);
    for (int i = 0; i < ReplayWindow.REQUESTS_PER_APP_MAX; i++) {
      assertThat(verifier.verify(signed(PAIR, Integer.toString(i), now), NOW_MS)).isInstanceOf(Accepted.class);
    }
    refused(signed(PAIR, "more", now), NOW_MS, SignatureRefusal.TOO_MANY);
    refused(signed(PAIR, "1", now), NOW_MS, SignatureRefusal.REPLAYED);
    assertThat(verifier.verify(signed(OTHER, "1", now), NOW_MS)).isInstanceOf(Accepted.class);
    long later = NOW_MS + 10 * MINUTE_MS + 1;
    assertThat(verifier.verify(signed(PAIR, "more", Long.toString(later)), later)).isInstanceOf(Accepted.class);
  }
}
