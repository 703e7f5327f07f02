package io.ringcast.sfu.loop;

import io.ringcast.sfu.api.DropReason;
import java.util.EnumMap;
import java.util.Map;

/** Counts drops by reason; written by one loop's thread. */
public final class DropCounters {
  private static final DropReason[] REASONS = DropReason.values();
  private final long[] counts = new long[REASONS.length];
  private final DropCounters[] alsoIn;
  private long frames;

  /** @param alsoIn wider scopes that count the same drops, a loop's total for example */
  public DropCounters(DropCounters... alsoIn) {
    this.alsoIn = alsoIn.clone();
  }

  public void count(DropReason reason) {
    count(reason, 1);
  }

  public void count(DropReason reason, int packets) {
    counts[reason.ordinal()] += packets;
    for (DropCounters wider : alsoIn) {
      wider.count(reason, packets);
    }
  }

  /** Counts a video frame that was left out as a whole; its packets are counted by reason besides. */
  public void countFrame() {
    frames++;
    for (DropCounters wider : alsoIn) {
      wider.countFrame();
    }
  }

  /** Video frames that were left out as a whole. */
  public long frames() {
    return frames;
  }

  public long of(DropReason reason) {
    return counts[reason.ordinal()];
  }

  /** The reasons that occurred, with their counts. */
  public Map<DropReason, Long> snapshot() {
    Map<DropReason, Long> snapshot = new EnumMap<>(DropReason.class);
    for (DropReason reason : REASONS) {
      if (counts[reason.ordinal()] > 0) {
        snapshot.put(reason, counts[reason.ordinal()]);
      }
    }
    return snapshot;
  }
}
