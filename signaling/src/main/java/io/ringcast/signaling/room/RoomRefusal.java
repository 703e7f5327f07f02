package io.ringcast.signaling.room;

/** Why a room did not do what was asked. */
public enum RoomRefusal {
  NOBODY_PUBLISHES,
  NO_SUCH_STREAM,
  SEVERAL_STREAMS,
  TOO_MANY_ROOMS,
  TOO_MANY_PUBLISHERS,
  TOO_MANY_WATCHERS,
  TOO_MANY_PARTICIPANTS,
  TOO_MANY_PUBLICATIONS,
  /** The user has another stay, which its app lets go on. */
  ALREADY_ELSEWHERE,
  /** A live room takes no more hosts. */
  ROOM_FULL_OF_HOSTS,
  /** The room is a meeting where a live room was expected, or the other way round. */
  WRONG_MODE,
  /** The room's mode has no such role. */
  NO_SUCH_ROLE,
  VIDEO_IN_AUDIO_ROOM,
  /** One user, within seconds. */
  TOO_MANY_JOINS,
  /** One user's, or all in the room, within seconds. */
  TOO_MANY_ROLE_CHANGES,
  TOO_MANY_ATTRIBUTE_CHANGES,
  /** The app keeps the user out: of everything or of every room, or of this one. */
  USER_BANNED,
  BANNED_FROM_ROOM,
  /** The room is a call's, and the user takes no part in that call. */
  NOT_ON_CALL,
  /** Sessions that have not connected yet: in the whole server, of the app, or asked for by one address. */
  TOO_MANY_PENDING,
  TOO_MANY_PENDING_OF_APP,
  TOO_MANY_PENDING_OF_ADDRESS,
  /** The participant's permissions do not cover it. */
  PUBLISHING_NOT_ALLOWED,
  UPDATING_NOT_ALLOWED,
  NO_SUCH_MIX,
  NO_SUCH_PUSH,
  /** One session has as many as it may. */
  TOO_MANY_PUSHES,
  MIX_RUNS,
  /** A newer change came before it. */
  STALE_MIX,
  /** No encoder starts, or the server does not mix. */
  MIX_UNAVAILABLE,
  /** The name is the mix's. */
  NAME_RESERVED,
  NAME_TOO_LONG,
  METADATA_TOO_LARGE,
  ATTRIBUTES_TOO_LARGE,
  NO_SUCH_PUBLICATION,
  /** The user is in the room already, itself or from elsewhere. */
  USER_IS_THERE,
  /** Nobody with this name is in the room, or nobody that others may know. */
  NO_SUCH_USER,
  /** It is shown here and lives in another room. */
  LIVES_ELSEWHERE,
  /** One user is shown in so many other rooms already. */
  TOO_MANY_FORWARDINGS,
  /** Who asks is none of those on the stage, or nobody may know of it. */
  HOSTS_ONLY,
  HIDDEN,
  ALREADY_ON_STAGE,
  INVITING_ONESELF,
  /** It was answered, withdrawn, has timed out, or is somebody else's. */
  NO_SUCH_INVITATION,
  TOO_MANY_HANDS,
  TOO_MANY_INVITATIONS,
  /** Hands, invitations or links, within seconds. */
  TOO_MANY_STAGE_REQUESTS,
  /** A link goes to another room. */
  SAME_ROOM,
  /** It has ended, or is between others. */
  NO_SUCH_LINK,
  /** It is not accepted yet, or is already. */
  LINK_PENDING,
  LINK_ACCEPTED,
  TOO_MANY_LINKS,
  /** It is not in a state, or came in a way, in which it could go on in another room. */
  CANNOT_MOVE,
  /** The database of events takes nothing now. */
  EVENTS_UNWRITABLE,
  /** The room has more to do than it can. */
  ROOM_BUSY,
  /** The server stops. */
  SERVER_CLOSED;

  /** Nothing about who asks: the same request may be granted in a moment. */
  public boolean passes() {
    return switch (this) {
      case TOO_MANY_PENDING, EVENTS_UNWRITABLE, ROOM_BUSY, SERVER_CLOSED -> true;
      default -> false;
    };
  }
}
