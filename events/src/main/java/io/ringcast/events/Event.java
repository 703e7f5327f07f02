package io.ringcast.events;

/**
 * Something that happened, as the log keeps it.
 *
 * @param position the place in the log of all apps; grows from event to event and never leaves the server
 * @param id names the event towards the world; a repeated delivery carries the same
 * @param sequence 1, 2, 3 … within the room, over all of its sessions
 */
public record Event(long position, String id, RoomKey room, String sessionId, long sequence, long timeMs, Happening happening) {

  public EventType type() {
    return happening.type();
  }
}
