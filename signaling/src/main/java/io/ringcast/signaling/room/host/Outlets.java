package io.ringcast.signaling.room.host;

import io.ringcast.events.EventLog;

/**
 * Where it goes what happens in rooms: written down, told to those in them, and to who has to know of their coming and going.
 *
 * @param addresses where what is published is played outside
 */
public record Outlets(EventLog log, Herald herald, Attendance attendance, Addresses addresses) {
  public static final Outlets NONE = new Outlets(EventLog.NONE, Herald.NONE, Attendance.NONE, Addresses.NONE);
}
