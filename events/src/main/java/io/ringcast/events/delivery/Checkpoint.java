package io.ringcast.events.delivery;

import io.ringcast.events.RoomKey;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A change of {@link Progress}, written as one: the new position, rooms that are or stay behind, rooms that caught up, events given up. */
public record Checkpoint(String receiverId, long position, Map<RoomKey, SavedLane> behind, Set<RoomKey> caughtUp, List<Ended> ended) {}
