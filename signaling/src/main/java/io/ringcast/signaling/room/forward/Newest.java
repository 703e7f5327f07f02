package io.ringcast.signaling.room.forward;

import io.ringcast.signaling.room.host.RoomHost;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells another room's queue how things stand here. One letter is under way at most, and says everything: what changes meanwhile is in the
 * next. So two rooms that tell each other much and often hold two letters, and need no limit. Used on the queue of {@code here}.
 */
final class Newest<T> {
  private final RoomHost here;
  private final RoomHost there;
  private final Supplier<T> compose;
  private final Consumer<T> read;
  private boolean changed;
  private boolean underWay;

  /**
   * A way from here to there.
   *
   * @param compose says how things stand; runs here, between two changes
   * @param read runs there
   */
  Newest(RoomHost here, RoomHost there, Supplier<T> compose, Consumer<T> read) {
    this.here = here;
    this.there = there;
    this.compose = compose;
    this.read = read;
  }

  /** Something is no longer as it was told; in the midst of a change too. */
  void changed() {
    changed = true;
    if (!underWay) {
      underWay = true;
      here.tell(this::send);
    }
  }

  private void send() {
    T letter = compose.get();
    changed = false;
    there.tell(() -> {
      read.accept(letter);
      here.tell(this::taken);
    });
  }

  private void taken() {
    underWay = false;
    if (changed) {
      changed();
    }
  }
}
