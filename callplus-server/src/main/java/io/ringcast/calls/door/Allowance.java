package io.ringcast.calls.door;

/** How much one connection may ask for: so much at once, and so much a second from then on; who goes on asking is cut off. */
final class Allowance {
  static final int AT_ONCE = 100;
  static final long ANOTHER_AFTER_MS = 25;
  /** Refusals in a row. */
  static final int REFUSED_MAX = 100;

  private long freeAtMs = Long.MIN_VALUE;
  private int refused;

  /** Whether one more request may be taken now. */
  boolean take(long nowMs) {
    long nextMs = Math.max(freeAtMs, nowMs) + ANOTHER_AFTER_MS;
    if (nextMs - nowMs > AT_ONCE * ANOTHER_AFTER_MS) {
      refused++;
      return false;
    }
    freeAtMs = nextMs;
    refused = 0;
    return true;
  }

  /** Whether it was refused so often that nothing more is heard. */
  boolean exhausted() {
    return refused > REFUSED_MAX;
  }
}
