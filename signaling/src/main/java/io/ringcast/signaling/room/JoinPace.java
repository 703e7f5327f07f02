package io.ringcast.signaling.room;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often each user may join one room: every join is told to everybody in it. A user has a few joins at hand, for pages that are loaded
 * again and networks that change, and gets another one every second.
 */
final class JoinPace {
  static final int AT_HAND = 10;
  static final long ANOTHER_AFTER_MS = 1_000;
  /** Users that are remembered; who joined longest ago is forgotten first, with all joins at hand again. */
  static final int USERS_MAX = 1_024;

  /** Each join moves a user's debt by a second, which time works off. */
  private final Map<String, Long> freeAtMs = new LinkedHashMap<>(16, 0.75f, true) {
    @java.io.Serial private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
      return size() > USERS_MAX;
    }
  };

  boolean allows(String userId, long nowMs) {
    long freeMs = Math.max(nowMs, freeAtMs.getOrDefault(userId, nowMs));
    if (freeMs - nowMs >= AT_HAND * ANOTHER_AFTER_MS) {
      return false;
    }
    freeAtMs.put(userId, freeMs + ANOTHER_AFTER_MS);
    return true;
  }
}
