package io.ringcast.events.store;

import static io.ringcast.database.Database.asked;

import io.ringcast.database.Database;
import io.ringcast.events.Event;
import io.ringcast.events.EventType;
import io.ringcast.events.RoomKey;
import io.ringcast.events.delivery.Checkpoint;
import io.ringcast.events.delivery.Ended;
import io.ringcast.events.delivery.Outcome;
import io.ringcast.events.delivery.Progress;
import io.ringcast.events.delivery.SavedLane;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The log in tables, the same in SQLite and PostgreSQL. */
public final class SqlEventStore implements EventStore {
  private static final String EVENT = "SELECT position, id, app_id, room_id, session_id, sequence, time_ms, type, details FROM event ";

  private final Database database;
  private final JdbcTemplate batches;
  private final OpenThings open;
  private final JdbcClient writing;
  private final JdbcClient reading;

  public SqlEventStore(Database database) {
    this.database = database;
    database.migrate("events");
    batches = new JdbcTemplate(database.writer());
    open = new OpenThings(batches);
    writing = JdbcClient.create(batches);
    reading = JdbcClient.create(database.readers());
  }

  @Override
  public void commit(List<StoredEvent> events, List<Checkpoint> checkpoints) {
    database.inTransaction(() -> {
      if (!events.isEmpty()) {
        insert(events);
        open.follow(events);
      }
      checkpoints.forEach(this::save);
      return true;
    });
  }

  private void insert(List<StoredEvent> events) {
    List<Object[]> rows = new ArrayList<>(events.size());
    Map<RoomKey, Object[]> rooms = new LinkedHashMap<>();
    for (StoredEvent stored : events) {
      Event event = stored.event();
      RoomKey room = event.room();
      rows.add(new Object[] {event.position(), event.id(), room.appId(), room.roomId(), event.sessionId(), event.sequence(), event.timeMs(),
        event.happening().label(), stored.details()});
      rooms.put(room, new Object[] {room.appId(), room.roomId(), event.sequence(), event.timeMs()});
    }
    batches.batchUpdate("""
      INSERT INTO event (position, id, app_id, room_id, session_id, sequence, time_ms, type, details)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""", rows);
    batches.batchUpdate("""
      INSERT INTO event_room (app_id, room_id, sequence, time_ms) VALUES (?, ?, ?, ?)
      ON CONFLICT (app_id, room_id) DO UPDATE SET sequence = excluded.sequence, time_ms = excluded.time_ms""",
      List.copyOf(rooms.values()));
    writing.sql("UPDATE event_log SET position = ?").param(events.getLast().event().position()).update();
  }

  private void save(Checkpoint checkpoint) {
    String receiver = checkpoint.receiverId();
    savePosition(receiver, checkpoint.position());
    List<Object[]> behind = new ArrayList<>();
    checkpoint.behind().forEach((room, lane) -> behind.add(row(receiver, room, lane)));
    saveLanes(behind);
    List<Object[]> caughtUp = new ArrayList<>();
    checkpoint.caughtUp().forEach(room -> caughtUp.add(new Object[] {receiver, room.appId(), room.roomId()}));
    if (!caughtUp.isEmpty()) {
      batches.batchUpdate("DELETE FROM event_lane WHERE receiver_id = ? AND app_id = ? AND room_id = ?", caughtUp);
    }
    List<Object[]> ended = new ArrayList<>();
    for (Ended end : checkpoint.ended()) {
      Event event = end.event();
      ended.add(new Object[] {receiver, event.position(), event.id(), event.room().appId(), event.room().roomId(), event.sequence(),
        end.last().name(), end.atMs()});
    }
    if (!ended.isEmpty()) {
      batches.batchUpdate("""
        INSERT INTO event_ended (receiver_id, position, event_id, app_id, room_id, sequence, outcome, time_ms)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (receiver_id, position) DO UPDATE SET outcome = excluded.outcome, time_ms = excluded.time_ms""", ended);
    }
  }

  private void savePosition(String receiver, long position) {
    writing.sql("""
      INSERT INTO event_receiver (receiver_id, position) VALUES (?, ?)
      ON CONFLICT (receiver_id) DO UPDATE SET position = excluded.position""").params(receiver, position).update();
  }

  private void saveLanes(List<Object[]> rows) {
    if (!rows.isEmpty()) {
      batches.batchUpdate("""
        INSERT INTO event_lane (receiver_id, app_id, room_id, sequence, attempts, failing_since_ms) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (receiver_id, app_id, room_id) DO UPDATE SET sequence = excluded.sequence, attempts = excluded.attempts,
          failing_since_ms = excluded.failing_since_ms""", rows);
    }
  }

  private static Object[] row(String receiver, RoomKey room, SavedLane lane) {
    return new Object[] {receiver, room.appId(), room.roomId(), lane.sequence(), lane.attempts(), lane.failingSinceMs()};
  }

  @Override
  public boolean holds(String eventId) {
    return asked(() -> writing.sql("SELECT count(*) FROM event WHERE id = ?").param(eventId).query(Long.class).single() > 0);
  }

  @Override
  public long lastPosition() {
    return asked(() -> writing.sql("SELECT position FROM event_log").query(Long.class).single());
  }

  @Override
  public long lastSequence(RoomKey room) {
    return asked(() -> writing.sql("SELECT sequence FROM event_room WHERE app_id = ? AND room_id = ?")
      .params(room.appId(), room.roomId()).query(Long.class).optional().orElse(0L));
  }

  @Override
  public List<Event> read(long after, long upTo, int limit) {
    return asked(() -> reading.sql(EVENT + "WHERE position > ? AND position <= ? ORDER BY position LIMIT ?")
      .params(after, upTo, limit).query(SqlEventStore::event).list());
  }

  @Override
  public List<Event> readRoom(RoomKey room, long fromSequence, long upTo, int limit) {
    return asked(() -> reading
      .sql(EVENT + "WHERE app_id = ? AND room_id = ? AND sequence >= ? AND position <= ? ORDER BY sequence LIMIT ?")
      .params(room.appId(), room.roomId(), fromSequence, upTo, limit).query(SqlEventStore::event).list());
  }

  @Override
  public List<Event> readApp(String appId, long after, int limit) {
    return asked(() -> reading.sql(EVENT + "WHERE app_id = ? AND position > ? ORDER BY position LIMIT ?")
      .params(appId, after, limit).query(SqlEventStore::event).list());
  }

  @Override
  public boolean tells(RoomKey room, EventType type) {
    return asked(() -> reading.sql("SELECT count(*) FROM event WHERE app_id = ? AND room_id = ? AND type = ?")
      .params(room.appId(), room.roomId(), type.label()).query(Long.class).single() > 0);
  }

  @Override
  public Optional<Event> find(String appId, String eventId) {
    return asked(() -> reading.sql(EVENT + "WHERE id = ? AND app_id = ?").params(eventId, appId).query(SqlEventStore::event).optional());
  }

  @Override
  public List<OpenThing> open() {
    return open.latestFirst();
  }

  @Override
  public Optional<Progress> progress(String receiverId) {
    return asked(() -> writing.sql("SELECT position FROM event_receiver WHERE receiver_id = ?").param(receiverId)
      .query(Long.class).optional().map(position -> new Progress(position, lanes(receiverId))));
  }

  private Map<RoomKey, SavedLane> lanes(String receiverId) {
    Map<RoomKey, SavedLane> lanes = new LinkedHashMap<>();
    writing.sql("""
      SELECT app_id, room_id, sequence, attempts, failing_since_ms FROM event_lane
      WHERE receiver_id = ? ORDER BY app_id, room_id""")
      .param(receiverId)
      .query(row -> {
        lanes.put(room(row), new SavedLane(row.getLong("sequence"), row.getInt("attempts"), row.getLong("failing_since_ms")));
      });
    return lanes;
  }

  @Override
  public void reset(String receiverId, Progress progress) {
    database.inTransaction(() -> {
      savePosition(receiverId, progress.position());
      writing.sql("DELETE FROM event_lane WHERE receiver_id = ?").param(receiverId).update();
      List<Object[]> rows = new ArrayList<>();
      progress.behind().forEach((room, lane) -> rows.add(row(receiverId, room, lane)));
      saveLanes(rows);
      return true;
    });
  }

  @Override
  public List<EndedEvent> ended(String receiverId, int limit) {
    return asked(() -> reading.sql("""
      SELECT event_id, app_id, room_id, sequence, outcome, time_ms FROM event_ended
      WHERE receiver_id = ? ORDER BY position DESC LIMIT ?""").params(receiverId, limit)
      .query((row, number) -> new EndedEvent(row.getString("event_id"), room(row), row.getLong("sequence"),
        Outcome.valueOf(row.getString("outcome")), row.getLong("time_ms"))).list());
  }

  @Override
  public int deleteSettled(long beforeMs, Collection<String> receivers, int max) {
    // A list may not be empty in SQL; no receiver has this name.
    List<String> names = new ArrayList<>(receivers);
    names.add("");
    return database.inTransaction(() -> writing.sql("""
      DELETE FROM event WHERE position IN (
        SELECT e.position FROM event e
        WHERE e.position < :boundary
          AND NOT EXISTS (SELECT 1 FROM event_receiver r WHERE r.receiver_id IN (:names) AND r.position < e.position)
          AND NOT EXISTS (SELECT 1 FROM event_lane l WHERE l.receiver_id IN (:names)
            AND l.app_id = e.app_id AND l.room_id = e.room_id AND l.sequence <= e.sequence)
        ORDER BY e.position LIMIT :max)""")
      .param("boundary", firstSince(beforeMs)).param("names", names).param("max", max).update());
  }

  @Override
  public int deleteExpired(long beforeMs, int max) {
    return database.inTransaction(() -> writing.sql("""
      DELETE FROM event WHERE position IN (SELECT position FROM event WHERE position < ? ORDER BY position LIMIT ?)""")
      .params(firstSince(beforeMs), max).update());
  }

  /** The position of the first event at or after the time; it looks at older ones only, which are about to go. */
  private long firstSince(long timeMs) {
    return writing.sql("SELECT position FROM event WHERE time_ms >= ? ORDER BY position LIMIT 1").param(timeMs)
      .query(Long.class).optional().orElse(Long.MAX_VALUE);
  }

  @Override
  public void forget(long beforeMs) {
    database.inTransaction(() -> {
      writing.sql("""
        DELETE FROM event_room WHERE time_ms < ?
          AND NOT EXISTS (SELECT 1 FROM event e WHERE e.app_id = event_room.app_id AND e.room_id = event_room.room_id)
          AND NOT EXISTS (SELECT 1 FROM event_lane l WHERE l.app_id = event_room.app_id AND l.room_id = event_room.room_id)""")
        .param(beforeMs).update();
      return writing.sql("DELETE FROM event_ended WHERE time_ms < ?").param(beforeMs).update();
    });
  }

  private static Event event(ResultSet row, int number) throws SQLException {
    return new Event(row.getLong("position"), row.getString("id"), room(row), row.getString("session_id"), row.getLong("sequence"),
      row.getLong("time_ms"), HappeningJson.read(row.getString("type"), row.getString("details")));
  }

  private static RoomKey room(ResultSet row) throws SQLException {
    return new RoomKey(row.getString("app_id"), row.getString("room_id"));
  }
}
