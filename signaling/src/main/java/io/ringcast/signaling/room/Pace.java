package io.ringcast.signaling.room;

/** How often something may be done: a few times at once, and once more after each while. */
public final class Pace {
  private final int atHand;
  private final long anotherAfterMs;
  /** Each time moves it by a while, which time works off. */
  private long freeAtMs = Long.MIN_VALUE;

  public Pace(int atHand, long anotherAfterMs) {
    this.atHand = atHand;
    this.anotherAfterMs = anotherAfterMs;
  }

  public boolean allows(long nowMs) {
    long freeMs = Math.max(nowMs, freeAtMs);
    if (freeMs - nowMs > (atHand - 1) * anotherAfterMs) {
      return false;
    }
    freeAtMs = freeMs + anotherAfterMs;
    return true;
  }
}
