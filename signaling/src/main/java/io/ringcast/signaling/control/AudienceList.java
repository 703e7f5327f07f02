package io.ringcast.signaling.control;

import io.ringcast.http.Fields;
import io.ringcast.http.Problem;
import io.ringcast.identity.RoomWish.Role;
import io.ringcast.signaling.http.Access;
import io.ringcast.signaling.http.OpenRooms;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.host.Rooms;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A live room's audience by name, page by page, for its hosts and its administrator. For threads that may wait. */
final class AudienceList {
  private static final int PAGE_USUAL = 100;
  private static final int PAGE_MAX = 1_000;

  private final OpenRooms rooms;

  AudienceList(Rooms rooms) {
    this.rooms = new OpenRooms(rooms);
  }

  record Viewer(String userId, String participantId, long joinedAtMs) {
    static Viewer of(Participant who) {
      return new Viewer(who.userId(), who.sid(), who.joinedAtMs());
    }
  }

  /**
   * One page.
   *
   * @param count all who are in the room, hosts too
   * @param next what to ask for after this page; null on the last one
   */
  record Page(int count, int hosts, List<Viewer> audience, @Nullable Long next) {}

  /** @param after the page before's {@code next}; empty for the first page */
  Page page(Access access, String roomId, String after, String limit) {
    long first = number("after", after, 0, Long.MAX_VALUE, 0);
    int size = (int) number("limit", limit, 1, PAGE_MAX, PAGE_USUAL);
    return rooms.joined(access, roomId, (room, by, nowMs) -> {
      if (by != null && by.role() != Role.HOST) {
        throw Problem.forbidden("hosts-only", "Only hosts may know the audience by name.").exception();
      }
      return page(room, first, size);
    });
  }

  private static long number(String name, String text, long min, long max, long missing) {
    try {
      long number = text.isEmpty() ? missing : Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below, as what is out of range is.
    }
    throw Fields.bad(name, "a number from " + min + " to " + max);
  }

  private static Page page(Room room, long after, int size) {
    List<Participant> page = room.audience(after, size + 1);
    boolean more = page.size() > size;
    List<Participant> shown = more ? page.subList(0, size) : page;
    return new Page(room.headCount(), room.hosts(), shown.stream().map(Viewer::of).toList(), more ? shown.getLast().number() : null);
  }
}
