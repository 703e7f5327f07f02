package io.ringcast.signaling.room;

import io.ringcast.sfu.api.Layer;
import org.jspecify.annotations.Nullable;

/** How many receive a publication in which layer, as it is and in its backup codec; who paused it takes none. */
final class Takers {
  private final int[] asItIs = new int[Layer.values().length];
  private final int[] inBackup = new int[Layer.values().length];

  void add(Reception reception, boolean backup) {
    count(reception, backup, 1);
  }

  void remove(Reception reception, boolean backup) {
    count(reception, backup, -1);
  }

  private void count(Reception reception, boolean backup, int step) {
    if (!reception.paused()) {
      (backup ? inBackup : asItIs)[reception.layer().ordinal()] += step;
    }
  }

  /** The highest layer that somebody takes; null for none. */
  @Nullable Layer highest(boolean backup) {
    int[] counts = backup ? inBackup : asItIs;
    for (int layer = counts.length - 1; layer >= 0; layer--) {
      if (counts[layer] > 0) {
        return Layer.values()[layer];
      }
    }
    return null;
  }
}
