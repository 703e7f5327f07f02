package io.ringcast.signaling.http;

import io.ringcast.http.Problem;
import io.ringcast.http.ProblemException;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.Actor;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import org.jspecify.annotations.Nullable;

/** The open room that a token administers, or speaks for one participant of. For threads that may wait. */
public final class OpenRooms {
  private final Rooms rooms;

  public OpenRooms(Rooms rooms) {
    this.rooms = rooms;
  }

  /** A room that the token's owner administers. */
  public <T> T administered(Access access, String roomId, Rooms.Entry<T> entry) {
    if (!access.administers(roomId)) {
      throw Problem.forbidden("may-not-administer",
          "Get a token whose video grant has roomAdmin and names room " + roomId + ".").exception();
    }
    return changed(new RoomKey(access.appId(), roomId), entry);
  }

  /** What is done in a room as its administrator, who is null, or as one of its participants. */
  @FunctionalInterface
  public interface MembersEntry<T> {
    T enter(Room room, @Nullable Participant by, long nowMs) throws RoomRefusedException;
  }

  /** What somebody does in a room that it administers or is in. */
  @FunctionalInterface
  public interface ActorsEntry<T> {
    T enter(RoomHost host, Actor by) throws RoomRefusedException;
  }

  /** A room that the token's owner administers or is in. */
  public <T> T joined(Access access, String roomId, MembersEntry<T> entry) {
    boolean administers = access.administers(roomId);
    return entered(key(access, roomId), (host, room) ->
        entry.enter(room, administers ? null : require(member(room, access), roomId), host.nowMs()));
  }

  /** The same for what changes nothing, as whoever the token's owner is in the room. */
  public <T> T seen(Access access, String roomId, ActorsEntry<T> entry) {
    return entered(key(access, roomId), (host, room) -> entry.enter(host, actor(room, access, roomId)));
  }

  /** The same for changes: returns when what was done is durable. */
  public <T> T acted(Access access, String roomId, ActorsEntry<T> entry) {
    return changed(key(access, roomId), (host, room) -> entry.enter(host, actor(room, access, roomId)));
  }

  /** Another open room of the same app, of which the token says nothing. */
  public <T> T another(Access access, String roomId, Rooms.Entry<T> entry) {
    return entered(new RoomKey(access.appId(), roomId), entry);
  }

  private static RoomKey key(Access access, String roomId) {
    return access.administers(roomId) ? new RoomKey(access.appId(), roomId) : access.toJoin(roomId);
  }

  private static Actor actor(Room room, Access access, String roomId) {
    Participant member = member(room, access);
    boolean administers = access.administers(roomId);
    return new Actor(administers ? member : require(member, roomId), administers);
  }

  /** Who is only shown in a room is not in it. */
  private static @Nullable Participant member(Room room, Access access) {
    Participant who = room.user(access.token().userId());
    return who != null && who.presence() == Presence.USER ? who : null;
  }

  private static Participant require(@Nullable Participant member, String roomId) {
    if (member == null) {
      throw Problem.forbidden("not-in-room", "Join room " + roomId + " first: this is for those who are in it.").exception();
    }
    return member;
  }

  private <T> T entered(RoomKey key, Rooms.Entry<T> entry) {
    try {
      return rooms.enterOpen(key, (host, room) -> new Done<>(entry.enter(host, room))).orElseThrow(() -> noRoom(key)).value();
    } catch (RoomRefusedException e) {
      throw RoomProblems.of(e);
    }
  }

  private <T> T changed(RoomKey key, Rooms.Entry<T> entry) {
    try {
      return rooms.change(key, (host, room) -> new Done<>(entry.enter(host, room))).orElseThrow(() -> noRoom(key)).value();
    } catch (RoomRefusedException e) {
      throw RoomProblems.of(e);
    }
  }

  private record Done<T>(T value) {}

  static ProblemException noRoom(RoomKey key) {
    return Problem.notFound("no-such-room", "Room " + key.roomId() + " is not open: it opens when somebody joins it or prepares it.")
        .exception();
  }
}
