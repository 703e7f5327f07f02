package io.ringcast.signaling.livekit;

import java.time.Duration;

/**
 * How fast one connection's requests are taken: a few hundred at once, as when a client comes into a large room, then one after the other.
 * What comes faster waits in the client's own socket.
 */
final class RequestPace {
  static final int AT_HAND = 300;
  static final long ANOTHER_AFTER_MS = 10;

  private long freeAtMs = Long.MIN_VALUE;

  /** How long the next request waits before it is taken. */
  Duration next(long nowMs) {
    freeAtMs = Math.max(freeAtMs, nowMs) + ANOTHER_AFTER_MS;
    return Duration.ofMillis(Math.max(0, freeAtMs - nowMs - AT_HAND * ANOTHER_AFTER_MS));
  }
}
