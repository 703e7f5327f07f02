package io.ringcast.calls.channel;

import io.ringcast.calls.call.CallRefusal;
import io.ringcast.calls.call.CallRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * A "no" as clients get it.
 *
 * @param code CallPlus's number where it has one
 * @param message what was wrong and what to do
 * @param retryAfterMs null when it helps nothing to wait
 */
public record Refusal(int code, String name, String message, @Nullable Long retryAfterMs) {
  /** Nothing of this name can be asked for; the one refusal that no call knows. */
  private static final int UNKNOWN_REQUEST = 80303;
  private static final long BREATHER_MS = 1_000;

  static Refusal unknownRequest(String action) {
    return new Refusal(UNKNOWN_REQUEST, "UNKNOWN_REQUEST", "Nothing is called " + action + " here.", null);
  }

  public static Refusal of(CallRefusedException e) {
    return new Refusal(e.refusal().code(), e.refusal().name(), String.valueOf(e.getMessage()), retryAfterMs(e.refusal()));
  }

  private static @Nullable Long retryAfterMs(CallRefusal refusal) {
    return switch (refusal) {
      case TOO_MANY_REQUESTS, SERVER_BUSY -> BREATHER_MS;
      default -> null;
    };
  }
}
