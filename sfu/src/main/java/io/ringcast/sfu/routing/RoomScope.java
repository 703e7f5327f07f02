package io.ringcast.sfu.routing;

import io.ringcast.sfu.api.MediaEvents;
import io.ringcast.sfu.api.RoomKey;

/**
 * What every loop knows of a room.
 *
 * @param events where the room's events go, from any loop
 * @param home the loop that compares the room's speakers
 * @param speakers touched on the home loop only
 */
public record RoomScope(RoomKey key, MediaEvents events, int home, ActiveSpeakers speakers) {
  public static RoomScope of(RoomKey key, MediaEvents events, int home) {
    return new RoomScope(key, events, home, new ActiveSpeakers(events));
  }
}
