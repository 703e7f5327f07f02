package io.ringcast.sfu.api;

/** A room's name in the media plane: rooms of two apps never meet. */
public record RoomKey(String appId, String roomId) {}
