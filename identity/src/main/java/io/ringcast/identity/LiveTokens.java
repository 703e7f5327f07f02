package io.ringcast.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that open a room's live streams to whoever holds the URL, and nothing else: short, and made by any back end that has a secret.
 *
 * <pre>
 * token = API key "." expiry "." tag
 *   expiry  seconds since 1970, in decimal
 *   tag     base64url without padding of the first 16 bytes of HMAC-SHA256(secret, "ringcast-live" NL room id NL expiry)
 * </pre>
 *
 * Any thread.
 */
public final class LiveTokens {
  /** A key, ten digits and 22 characters. */
  private static final int TOKEN_CHARS_MAX = 512;
  private static final int EXPIRY_CHARS_MAX = 11;
  private static final int TAG_BYTES = 16;
  private static final String PURPOSE = "ringcast-live\n";

  private final Apps apps;

  public LiveTokens(Apps apps) {
    this.apps = apps;
  }

  /** What a token was found to be. */
  public sealed interface Judged {
    record Good(App app, Instant expiresAt) implements Judged {}

    record Bad(TokenRefusal reason, String detail) implements Judged {}
  }

  /** A token for the live streams of an app's room. */
  public static String sign(App app, String roomId, Instant expiresAt) {
    KeyPair pair = app.keys().getFirst();
    String expiry = Long.toString(expiresAt.getEpochSecond());
    return pair.key() + "." + expiry + "." + tag(pair.secret(), roomId, expiry);
  }

  /** Judges a token for the live streams of a room at the given instant. */
  public Judged verify(String token, String roomId, Instant now) {
    int tagAt = token.lastIndexOf('.') + 1;
    int expiryAt = tagAt < 2 ? 0 : token.lastIndexOf('.', tagAt - 2) + 1;
    if (token.length() > TOKEN_CHARS_MAX || expiryAt < 2) {
      return new Judged.Bad(TokenRefusal.MALFORMED, "The token is none of a LiveURL: get the URL anew.");
    }
    Apps.Owner owner = apps.ownerOf(token.substring(0, expiryAt - 1));
    if (owner == null) {
      return new Judged.Bad(TokenRefusal.UNKNOWN_KEY, "No app here has the API key of the token.");
    }
    String expiry = token.substring(expiryAt, tagAt - 1);
    String tag = tag(owner.pair().secret(), roomId, expiry);
    if (!MessageDigest.isEqual(bytes(tag), bytes(token.substring(tagAt)))) {
      return new Judged.Bad(TokenRefusal.BAD_SIGNATURE, "The token was not made for room " + roomId + " by the owner of its key.");
    }
    Instant expiresAt = expiry(expiry);
    if (expiresAt == null) {
      return new Judged.Bad(TokenRefusal.NO_EXPIRY, "The token's expiry is no number of seconds since 1970.");
    }
    return now.isBefore(expiresAt)
      ? new Judged.Good(owner.app(), expiresAt)
      : new Judged.Bad(TokenRefusal.EXPIRED, "The token was good until " + expiresAt + ": get the URL anew.");
  }

  private static @Nullable Instant expiry(String digits) {
    boolean number = !digits.isEmpty() && digits.length() <= EXPIRY_CHARS_MAX && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? Instant.ofEpochSecond(Long.parseLong(digits)) : null;
  }

  private static String tag(String secret, String roomId, String expiry) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
      byte[] whole = mac.doFinal(bytes(PURPOSE + roomId + "\n" + expiry));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(whole, TAG_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
