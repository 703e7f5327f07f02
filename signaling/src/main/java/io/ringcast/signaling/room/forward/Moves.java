package io.ringcast.signaling.room.forward;

import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.JoinRequest;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.RoomSettings;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import java.util.List;
import java.util.Optional;

/**
 * Takes participants from one room to another of the same app: there they are new, here they have left, and neither their connection nor
 * their media notices. For threads that may wait.
 */
public final class Moves {
  private final Rooms rooms;
  private final Travellers travellers;

  public Moves(Rooms rooms, Travellers travellers) {
    this.rooms = rooms;
    this.travellers = travellers;
  }

  /** Who is to go, and the request by which the other room takes it in. */
  private record Leaving(String sid, JoinRequest request) {
    static Leaving of(Participant who) {
      return new Leaving(who.sid(), who.again());
    }
  }

  /** Takes a user of an open room to another one, which is opened if there is none. */
  public void move(RoomKey source, String userId, RoomKey destination) throws RoomRefusedException {
    Leaving leaving = rooms.enterOpen(source, (host, room) -> Leaving.of(Forwards.subject(room, userId)))
        .orElseThrow(() -> Forwards.nobody(userId, source));
    Traveller traveller = Optional.ofNullable(travellers.find(leaving.sid()))
        .orElseThrow(() -> refused(userId + " did not come by LiveKit's protocol, and cannot be moved."));
    RoomHost next = rooms.enter(destination, RoomSettings.DEFAULT, (host, room) -> {
      room.requirePlace(leaving.request(), host.nowMs());
      return host;
    });
    if (!traveller.moveTo(next).join()) {
      throw refused(userId + " is just coming or going: try again.");
    }
  }

  private static RoomRefusedException refused(String detail) {
    return new RoomRefusedException(RoomRefusal.CANNOT_MOVE, detail, List.of());
  }
}
