package io.ringcast.signaling.room;

/** Why a room did not do what was asked. */
public enum RoomRefusal {
  NOBODY_PUBLISHES,
  NO_SUCH_STREAM,
  SEVERAL_STREAMS,
  TOO_MANY_ROOMS,
  TOO_MANY_PUBLISHERS,
  TOO_MANY_WATCHERS,
  /** Sessions that have not connected yet: in the whole server, of the app, or asked for by one address. */
  TOO_MANY_PENDING,
  TOO_MANY_PENDING_OF_APP,
  TOO_MANY_PENDING_OF_ADDRESS
}
