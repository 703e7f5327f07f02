package io.ringcast.events.store;

import static io.ringcast.database.Database.asked;

import io.ringcast.events.Event;
import io.ringcast.events.RoomKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table of what has begun and not ended, kept in step with the events in their own transaction. */
final class OpenThings {
  private final JdbcTemplate writer;

  OpenThings(JdbcTemplate writer) {
    this.writer = writer;
  }

  private record Place(RoomKey room, String thing) {}

  /** In the transaction that writes the events. */
  void follow(List<StoredEvent> events) {
    Map<Place, @Nullable StoredEvent> changes = new LinkedHashMap<>();
    for (StoredEvent stored : events) {
      Event event = stored.event();
      String begins = event.happening().begins();
      String ends = event.happening().ends();
      if (begins != null) {
        changes.put(new Place(event.room(), begins), stored);
      }
      if (ends != null) {
        changes.put(new Place(event.room(), ends), null);
      }
    }
    List<Object[]> begun = new ArrayList<>();
    List<Object[]> ended = new ArrayList<>();
    changes.forEach((place, stored) -> {
      RoomKey room = place.room();
      if (stored == null) {
        ended.add(new Object[] {room.appId(), room.roomId(), place.thing()});
      } else {
        Event event = stored.event();
        begun.add(new Object[] {room.appId(), room.roomId(), place.thing(), event.sessionId(), event.position(), event.timeMs(),
          event.happening().label(), stored.details()});
      }
    });
    write("DELETE FROM event_open WHERE app_id = ? AND room_id = ? AND thing = ?", ended);
    write("""
      INSERT INTO event_open (app_id, room_id, thing, session_id, position, time_ms, type, details) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (app_id, room_id, thing) DO UPDATE SET session_id = excluded.session_id, position = excluded.position,
        time_ms = excluded.time_ms, type = excluded.type, details = excluded.details""", begun);
  }

  private void write(String sql, List<Object[]> rows) {
    if (!rows.isEmpty()) {
      writer.batchUpdate(sql, rows);
    }
  }

  List<OpenThing> latestFirst() {
    return asked(() -> writer.query(
      "SELECT app_id, room_id, session_id, time_ms, type, details FROM event_open ORDER BY position DESC, thing DESC",
      (row, number) -> new OpenThing(new RoomKey(row.getString("app_id"), row.getString("room_id")), row.getString("session_id"),
        row.getLong("time_ms"), HappeningJson.read(row.getString("type"), row.getString("details")))));
  }
}
