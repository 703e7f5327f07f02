package io.ringcast.signaling.room.host;

import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Room;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Takes users out of the rooms they are in, once they are kept out of them: whoever was coming in meanwhile meets the ban in the room. */
public final class Expulsion {
  private final Rooms rooms;

  public Expulsion(Rooms rooms) {
    this.rooms = rooms;
  }

  /** Out of all rooms of their app, soon. */
  public void fromEveryRoom(String appId, Collection<String> userIds) {
    Set<String> who = Set.copyOf(userIds);
    rooms.of(appId).forEach(host -> host.tell(() -> expel(host, who)));
  }

  /** Out of one room, soon. */
  public void from(RoomKey key, Collection<String> userIds) {
    Set<String> who = Set.copyOf(userIds);
    rooms.find(key).ifPresent(host -> host.tell(() -> expel(host, who)));
  }

  private static void expel(RoomHost host, Set<String> userIds) {
    Room room = host.room();
    List.copyOf(room.members()).stream().filter(member -> userIds.contains(member.userId()))
        .forEach(member -> room.leave(member, LeaveReason.BANNED, host.nowMs()));
  }
}
