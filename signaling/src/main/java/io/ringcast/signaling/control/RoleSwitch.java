package io.ringcast.signaling.control;

import io.ringcast.http.Fields;
import io.ringcast.http.Problem;
import io.ringcast.identity.RoomWish.Role;
import io.ringcast.signaling.http.Access;
import io.ringcast.signaling.http.OpenRooms;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.RoleChange;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.Source;
import io.ringcast.signaling.room.host.Rooms;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives a participant another role where it is, in a room administrator's name. For threads that may wait. */
final class RoleSwitch {
  private final OpenRooms rooms;

  RoleSwitch(Rooms rooms) {
    this.rooms = new OpenRooms(rooms);
  }

  /** @param sources what it may publish; empty for everything that its role may */
  record Changed(String userId, String participantId, Role role, List<Source> sources, boolean hidden) {
    static Changed of(Participant who) {
      return new Changed(who.userId(), who.sid(), who.role(), who.permissions().sources().stream().sorted().toList(),
          who.permissions().hidden());
    }
  }

  Changed change(Access access, String roomId, String userId, String body) {
    Fields fields = Fields.of(body, "role", "sources", "hidden");
    Role role = fields.choice("role", Role.class);
    if (role == null) {
      throw Fields.bad("role", "one of " + Arrays.toString(Role.values()).toLowerCase(Locale.ROOT));
    }
    RoleChange change = new RoleChange(role, sources(fields.texts("sources")), fields.flag("hidden"));
    return rooms.administered(access, roomId, (host, room) -> {
      Participant who = user(room, userId);
      room.change(who, change, host.nowMs());
      return Changed.of(who);
    });
  }

  private static Participant user(Room room, String userId) {
    Participant who = room.user(userId);
    if (who == null) {
      throw Problem.notFound("no-such-participant", "Nobody of this name is in room " + room.key().roomId() + ".").exception();
    }
    return who;
  }

  private static @Nullable Set<Source> sources(@Nullable List<String> names) {
    if (names == null) {
      return null;
    }
    EnumSet<Source> sources = EnumSet.noneOf(Source.class);
    for (String name : names) {
      sources.add(Arrays.stream(Source.values()).filter(source -> source.name().equalsIgnoreCase(name)).findFirst().orElseThrow(
          () -> Fields.bad("sources", "a list of any of " + Arrays.toString(Source.values()).toLowerCase(Locale.ROOT))));
    }
    return sources;
  }
}
