package io.ringcast.events;

/** An event that the log has not numbered yet. */
public record NewEvent(RoomKey room, String sessionId, long timeMs, Happening happening) {}
