package io.ringcast.signaling.room;

import io.ringcast.sfu.api.Layer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which layers of one publication are wanted, and which its publisher was told of: all up to one, none when it is null. It hears of more
 * at once, of less only when that stays so.
 */
final class Demand {
  /** Viewers come, go and scroll: a layer that is paused meanwhile costs them a keyframe. */
  static final long LESS_AFTER_MS = 5_000;
  private static final long NEVER = Long.MAX_VALUE;

  private @Nullable Layer wanted;
  private @Nullable Layer told;
  private long lessAtMs = NEVER;

  /** @param untold what a publisher sends that was told nothing */
  Demand(@Nullable Layer untold) {
    told = untold;
  }

  @Nullable Layer told() {
    return told;
  }

  /** Takes what is wanted now; true when the publisher is to be told at once. */
  boolean want(@Nullable Layer highest) {
    wanted = highest;
    if (rank(wanted) > rank(told)) {
      told = wanted;
      lessAtMs = NEVER;
      return true;
    }
    if (Objects.equals(wanted, told)) {
      lessAtMs = NEVER;
    }
    return false;
  }

  /** Whether less is wanted than the publisher was told. */
  boolean less() {
    return rank(wanted) < rank(told);
  }

  /** Lets time pass; true when the publisher is to be told of less now. */
  boolean advance(long nowMs) {
    if (!less()) {
      return false;
    }
    if (lessAtMs == NEVER) {
      lessAtMs = nowMs + LESS_AFTER_MS;
    }
    if (nowMs < lessAtMs) {
      return false;
    }
    told = wanted;
    lessAtMs = NEVER;
    return true;
  }

  /** When {@link #advance} has something to tell. */
  long dueMs() {
    return lessAtMs;
  }

  private static int rank(@Nullable Layer highest) {
    return highest == null ? -1 : highest.ordinal();
  }
}
