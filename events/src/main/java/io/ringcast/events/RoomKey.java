package io.ringcast.events;

/** A room of an app: within it events have an order. A call's room carries the call's id; what concerns no room has the empty one. */
public record RoomKey(String appId, String roomId) {}
