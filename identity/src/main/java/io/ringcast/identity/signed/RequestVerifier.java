package io.ringcast.identity.signed;

import io.ringcast.identity.Apps;
import io.ringcast.identity.signed.SignatureResult.Accepted;
import io.ringcast.identity.signed.SignatureResult.Refused;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a request was signed by the owner of an app's secret, just now and never before: the signature is the SHA-1 of secret, nonce
 * and timestamp written one after the other, in lower-case hexadecimal, which is how every SDK of RongCloud's writes it. The timestamp
 * counts milliseconds or seconds: its documents say the former, its SDKs send the latter. Any thread may call.
 */
public final class RequestVerifier {
  /** How far the clocks may be apart, either way. */
  public static final Duration SKEW_MAX = Duration.ofMinutes(5);
  /** RongCloud allows 18 characters, some SDKs send a UUID. */
  public static final int NONCE_CHARS_MAX = 64;

  /** More digits than a time in milliseconds has until the year 5138 are no time. */
  private static final int TIMESTAMP_CHARS_MAX = 14;
  /** Below it are seconds (until the year 5138), from it on milliseconds (since 1973). */
  private static final long FIRST_MS = 100_000_000_000L;
  private static final long MS_PER_S = 1_000;

  private final Apps apps;
  private final ReplayWindow window = new ReplayWindow(SKEW_MAX.multipliedBy(2).toMillis());
  private final LongAdder[] refusals = Stream.generate(LongAdder::new).limit(SignatureRefusal.values().length).toArray(LongAdder[]::new);

  public RequestVerifier(Apps apps) {
    this.apps = apps;
  }

  /** How many requests were refused for this reason, since start. */
  public long refused(SignatureRefusal reason) {
    return refusals[reason.ordinal()].sum();
  }

  /** Judges a request by the server's clock. */
  public SignatureResult verify(SignedRequest request, long nowMs) {
    SignatureResult result = judge(request, nowMs);
    if (result instanceof Refused refused) {
      refusals[refused.reason().ordinal()].increment();
    }
    return result;
  }

  private SignatureResult judge(SignedRequest request, long nowMs) {
    String nonce = request.nonce();
    String timestamp = request.timestamp();
    String signature = request.signature();
    if (request.appKey() == null || nonce == null || timestamp == null || signature == null) {
      return new Refused(SignatureRefusal.INCOMPLETE,
        "Send App-Key, Nonce, Timestamp and Signature (or the same names with RC- before them), each once and none of them empty.");
    }
    Apps.Owner owner = apps.ownerOf(request.appKey());
    if (owner == null) {
      return new Refused(SignatureRefusal.UNKNOWN_KEY, "No app here has this App-Key.");
    }
    if (nonce.length() > NONCE_CHARS_MAX) {
      return new Refused(SignatureRefusal.NONCE_TOO_LONG, "The nonce has at most " + NONCE_CHARS_MAX + " characters.");
    }
    Refused untimely = untimely(timestamp, nowMs);
    if (untimely != null) {
      return untimely;
    }
    byte[] digest = digest(owner.pair().secret() + nonce + timestamp);
    if (!MessageDigest.isEqual(bytes(HexFormat.of().formatHex(digest)), bytes(signature))) {
      return new Refused(SignatureRefusal.BAD_SIGNATURE,
        "The signature is not the SHA-1 of the app's secret, Nonce and Timestamp in lower-case hexadecimal.");
    }
    return switch (window.admit(owner.app().appId(), digest, nowMs)) {
      case NEW -> new Accepted(owner.app(), owner.pair());
      case SEEN -> new Refused(SignatureRefusal.REPLAYED, "This request was here before: sign each one with a nonce of its own.");
      case FULL -> new Refused(SignatureRefusal.TOO_MANY, "Too many requests within minutes: send fewer.");
    };
  }

  private static @Nullable Refused untimely(String timestamp, long nowMs) {
    if (timestamp.length() > TIMESTAMP_CHARS_MAX || !timestamp.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return new Refused(SignatureRefusal.BAD_TIMESTAMP, "The timestamp is not a number of milliseconds or seconds since 1970.");
    }
    long given = Long.parseLong(timestamp);
    long atMs = given < FIRST_MS ? given * MS_PER_S : given;
    if (Math.abs(nowMs - atMs) > SKEW_MAX.toMillis()) {
      return new Refused(SignatureRefusal.SKEWED,
        "The timestamp is more than " + SKEW_MAX.toMinutes() + " minutes off: check the clock of whoever signs.");
    }
    return null;
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(bytes(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
