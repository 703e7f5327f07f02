package io.ringcast.signaling.room.forward;

import io.ringcast.signaling.room.host.RoomHost;
import java.util.concurrent.CompletableFuture;

/** A stay that can go on in another room, with its signalling and media as they are. */
@FunctionalInterface
public interface Traveller {
  /**
   * Goes there; any thread.
   *
   * @return false when it does not: it is not quite here yet, or its client cannot be told now, or the room has just ended
   */
  CompletableFuture<Boolean> moveTo(RoomHost next);
}
