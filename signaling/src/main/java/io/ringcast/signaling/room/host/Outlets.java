package io.ringcast.signaling.room.host;

import io.ringcast.events.EventLog;

/** Where it goes what happens in rooms: written down, and told to those in them. */
public record Outlets(EventLog log, Herald herald) {
  public static final Outlets NONE = new Outlets(EventLog.NONE, Herald.NONE);
}
