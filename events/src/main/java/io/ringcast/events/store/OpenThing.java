package io.ringcast.events.store;

import io.ringcast.events.Happening;
import io.ringcast.events.RoomKey;

/**
 * What began in a room and has not ended.
 *
 * @param began what the event told with which it began
 */
public record OpenThing(RoomKey room, String sessionId, long timeMs, Happening began) {}
