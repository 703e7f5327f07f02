package io.ringcast.signaling.control;

import io.ringcast.signaling.http.Access;
import io.ringcast.signaling.http.OpenRooms;
import io.ringcast.signaling.room.AttributeChange;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.host.Rooms;
import java.util.Map;

/** A room's attributes, read by whoever is in it and changed by its administrator and those who may publish. For threads that may wait. */
final class SharedAttributes {
  private final OpenRooms rooms;

  SharedAttributes(Rooms rooms) {
    this.rooms = new OpenRooms(rooms);
  }

  record All(Map<String, String> attributes) {
    static All of(Room room) {
      return new All(Map.copyOf(room.attributes()));
    }
  }

  All of(Access access, String roomId) {
    return rooms.joined(access, roomId, (room, by, nowMs) -> All.of(room));
  }

  All change(Access access, String roomId, String body) {
    AttributeChange change = AttributeFields.read(body);
    return rooms.joined(access, roomId, (room, by, nowMs) -> {
      if (by == null) {
        room.change(change, nowMs);
      } else {
        room.change(by, change, nowMs);
      }
      return All.of(room);
    });
  }
}
