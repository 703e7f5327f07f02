package io.ringcast.signaling.room;

/**
 * How many are in one room, as its members are told: not at every coming and going, but again and again while the number changes, the less
 * often the more have to be told.
 */
final class HeadCount {
  private static final long NEVER = Long.MAX_VALUE;
  /** Who looks at a number sees no more. */
  static final long EVERY_MS = 1_000;
  /** What the numbers may cost one room. */
  static final int TOLD_PER_S = 1_000;
  private static final long MS_PER_S = 1_000;

  private final Members members;
  private int told;
  private long dueMs = NEVER;

  HeadCount(Members members) {
    this.members = members;
  }

  /** Somebody joins, and is told the number with the answer: to a member alone there is nothing more to tell. */
  void joined() {
    if (members.size() == 1) {
      told = members.counted();
    }
  }

  long nextDueMs() {
    return dueMs;
  }

  /** True when everybody is to be told the number now. */
  boolean advance(long nowMs) {
    if (members.isEmpty() || members.counted() == told) {
      dueMs = NEVER;
      return false;
    }
    if (dueMs == NEVER) {
      dueMs = nowMs + Math.max(EVERY_MS, members.size() * MS_PER_S / TOLD_PER_S);
      return false;
    }
    if (nowMs < dueMs) {
      return false;
    }
    told = members.counted();
    dueMs = NEVER;
    return true;
  }
}
