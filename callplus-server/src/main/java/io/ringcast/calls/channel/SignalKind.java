package io.ringcast.calls.channel;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What participants of a call tell each other. */
enum SignalKind {
  CAMERA,
  MICROPHONE,
  /** A call of the telephone network comes in, or ended. */
  PHONE,
  /** The app's own. */
  APP;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static @Nullable SignalKind of(@Nullable String word) {
    for (SignalKind kind : values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    return null;
  }
}
