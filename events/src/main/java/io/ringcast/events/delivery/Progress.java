package io.ringcast.events.delivery;

import io.ringcast.events.RoomKey;
import java.util.Map;

/**
 * What is durable of a receiver: all events up to {@code position} are settled, but for those of rooms that are behind.
 */
public record Progress(long position, Map<RoomKey, SavedLane> behind) {}
