package io.ringcast.signaling.room;

/** Why a room did not do what was asked. */
public enum RoomRefusal {
  NOBODY_PUBLISHES,
  NO_SUCH_STREAM,
  SEVERAL_STREAMS,
  TOO_MANY_ROOMS,
  TOO_MANY_PUBLISHERS,
  TOO_MANY_WATCHERS
}
