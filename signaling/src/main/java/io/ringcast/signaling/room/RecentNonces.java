package io.ringcast.signaling.room;

import java.util.LinkedHashSet;
import java.util.Set;

/** The nonces of a room's last messages: who is not sure that a message arrived sends it once more. */
final class RecentNonces {
  /** As many as LiveKit remembers. */
  static final int KEPT_MAX = 100;
  /** A nonce is 16 bytes; longer ones are no nonces. */
  private static final int CHARS_MAX = 64;

  private final Set<String> nonces = new LinkedHashSet<>(0);

  /** Whether a message with this nonce came before. */
  boolean isRepeated(String nonce) {
    if (nonce.isEmpty() || nonce.length() > CHARS_MAX) {
      return false;
    }
    if (!nonces.add(nonce)) {
      return true;
    }
    if (nonces.size() > KEPT_MAX) {
      nonces.remove(nonces.iterator().next());
    }
    return false;
  }
}
