package io.ringcast.signaling.control;

import io.ringcast.http.Problem;
import io.ringcast.http.ProblemException;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.http.Access;
import io.ringcast.signaling.http.RoomProblems;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.Rooms;
import org.jspecify.annotations.Nullable;

/** The open room that a token administers, or speaks for one participant of. For threads that may wait. */
final class OpenRooms {
  private final Rooms rooms;

  OpenRooms(Rooms rooms) {
    this.rooms = rooms;
  }

  /** A room that the token's owner administers. */
  <T> T administered(Access access, String roomId, Rooms.Entry<T> entry) {
    if (!access.administers(roomId)) {
      throw Problem.forbidden("may-not-administer",
          "Get a token whose video grant has roomAdmin and names room " + roomId + ".").exception();
    }
    RoomKey key = new RoomKey(access.appId(), roomId);
    try {
      return rooms.change(key, (host, room) -> new Done<>(entry.enter(host, room))).orElseThrow(() -> noRoom(key)).value();
    } catch (RoomRefusedException e) {
      throw RoomProblems.of(e);
    }
  }

  /** What is done in a room as its administrator, who is null, or as one of its participants. */
  @FunctionalInterface
  interface MembersEntry<T> {
    T enter(Room room, @Nullable Participant by, long nowMs) throws RoomRefusedException;
  }

  /** A room that the token's owner administers or is in. */
  <T> T joined(Access access, String roomId, MembersEntry<T> entry) {
    boolean administers = access.administers(roomId);
    RoomKey key = administers ? new RoomKey(access.appId(), roomId) : access.toJoin(roomId);
    return entered(key, (host, room) -> {
      Participant by = administers ? null : room.user(access.token().userId());
      if (!administers && by == null) {
        throw Problem.forbidden("not-in-room", "Join room " + roomId + " first: this is for those who are in it.").exception();
      }
      return entry.enter(room, by, host.nowMs());
    });
  }

  private <T> T entered(RoomKey key, Rooms.Entry<T> entry) {
    try {
      return rooms.enterOpen(key, (host, room) -> new Done<>(entry.enter(host, room))).orElseThrow(() -> noRoom(key)).value();
    } catch (RoomRefusedException e) {
      throw RoomProblems.of(e);
    }
  }

  private record Done<T>(T value) {}

  private static ProblemException noRoom(RoomKey key) {
    return Problem.notFound("no-such-room", "Room " + key.roomId() + " is not open: it opens when somebody joins it or prepares it.")
        .exception();
  }
}
