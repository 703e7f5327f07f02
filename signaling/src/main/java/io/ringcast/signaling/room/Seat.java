package io.ringcast.signaling.room;

import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.RoomKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One participant's ear: what its room tells it, and nothing that it may not know. Called by the room's queue in the midst of a change:
 * it returns at once and calls nothing of the room.
 */
public interface Seat {
  /** Hears nothing. */
  Seat DEAF = new Seat() {};

  /** Whether its client is not connected now, and may be somebody who wants to come back by another join. */
  default boolean away() {
    return false;
  }

  /** The room where it really is; null for this one. */
  default @Nullable RoomKey origin() {
    return null;
  }

  /** Whether its user cannot take its place by joining itself. */
  default boolean holdsItsPlace() {
    return false;
  }

  /** A participant came, changed, left, or its publications did; itself included. */
  default void onParticipant(Participant changed) {}

  /** What the participant itself may do, or shows, was changed. */
  default void onPermitted() {}

  /** A participant is not to be known any longer: for those that did know it, it has left. */
  default void onHidden(Participant gone) {}

  /** The room's own metadata or settings changed. */
  default void onRoom(Room room) {}

  /** Who speaks now; those who fell silent with level 0. */
  default void onSpeakers(List<Speaking> changed) {}

  /** How well participants are connected, itself among them. */
  default void onQuality(List<Participant> changed) {}

  /** An own publication was muted by somebody else. */
  default void onMuted(Publication own) {}

  /** An own publication ended, whoever ended it. */
  default void onUnpublished(Publication own) {}

  /** Somebody subscribed to an own publication for the first time. */
  default void onFirstSubscribed(Publication own) {}

  /** The layers that are wanted of an own publication: all up to this one, none when it is null. */
  default void onDemand(Publication own, @Nullable Layer highest) {}

  /** Whether its publisher lets this participant have a publication that it asked for. */
  default void onPermission(Publication publication, boolean allowed) {}

  /** The participant is out of the room; nothing follows. */
  default void onRemoved(LeaveReason reason) {}

  /** @param level 0 (silent) to 127 (loudest) */
  record Speaking(Participant who, int level) {}
}
