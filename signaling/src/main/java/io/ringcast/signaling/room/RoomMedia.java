package io.ringcast.signaling.room;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.PeerId;
import java.util.List;

/**
 * One participant's media, as its room commands it. Called by the room's queue in the midst of a change: it returns at once and calls
 * nothing of the room.
 */
public interface RoomMedia {
  /** Media that nobody commands. */
  RoomMedia NONE = new RoomMedia() {};

  /** Begins to receive another's publication. */
  default void receive(Publication publication, Reception reception) {}

  /** Changes how it is received. */
  default void adjust(Publication publication, Reception reception) {}

  /** What is to be received in its backup codec can be, or no longer. */
  default void backupChanged(Publication publication) {}

  /** Receives it no longer: it has ended, or is not wanted. */
  default void release(Publication publication) {}

  /** Lets nothing of an own publication through, or everything again. */
  default void mute(Publication own, boolean muted) {}

  /** Sends an own publication no longer. */
  default void unpublish(Publication own) {}

  /** Whether it is a reader of such messages at all. */
  default boolean takes(DataMessage message) {
    return true;
  }

  /** Brings it a message, whose array does not change any more; false when it has no room for it now. */
  default boolean deliver(Delivery delivery, byte[] message) {
    return true;
  }

  default void close(CloseReason reason) {}

  /** The connections that it goes over now. */
  default List<PeerId> peers() {
    return List.of();
  }
}
