package io.ringcast.calls.log;

import io.ringcast.calls.desk.CallEntry;
import io.ringcast.calls.desk.Habits;
import io.ringcast.calls.exchange.Answered;
import io.ringcast.calls.exchange.Device;
import io.ringcast.calls.exchange.DeviceClass;
import io.ringcast.calls.exchange.Recollection;
import io.ringcast.calls.exchange.SessionChange.Opened;
import io.ringcast.calls.exchange.Told;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what a server must know to go on. */
final class Recall {
  private final JdbcClient reading;

  Recall(JdbcClient reading) {
    this.reading = reading;
  }

  List<String> apps() {
    return reading.sql("SELECT app_id FROM call_app ORDER BY app_id").query(String.class).list();
  }

  Recollection of(String appId) {
    long lastMs = reading.sql("SELECT last_ms FROM call_app WHERE app_id = ?").param(appId).query(Long.class).optional().orElse(0L);
    return new Recollection(lastMs, entries(appId), sessions(appId), habits(appId));
  }

  List<NewsRow> news(long after, int max) {
    return reading.sql("SELECT position, app_id, time_ms, news FROM call_news WHERE position > ? ORDER BY position LIMIT ?")
        .params(after, max)
        .query((row, number) -> new NewsRow(row.getLong(1), row.getString(2), row.getLong(3), LogJson.news(row.getString(4)))).list();
  }

  private List<CallEntry> entries(String appId) {
    return reading.sql("""
        SELECT e.call_id, e.time_ms, e.event FROM call_open o JOIN call_entry e ON e.app_id = o.app_id AND e.call_id = o.call_id
        WHERE o.app_id = ? ORDER BY e.position""").param(appId)
        .query((row, number) -> new CallEntry(row.getString(1), row.getLong(2), LogJson.event(row.getString(3)))).list();
  }

  private List<Recollection.Session> sessions(String appId) {
    Map<String, List<Told>> told = new HashMap<>();
    reading.sql("""
        SELECT t.session_id, t.number, t.notice FROM call_session s JOIN call_told t ON t.session_id = s.session_id
        WHERE s.app_id = ? ORDER BY t.session_id, t.number""").param(appId)
        .query(row -> {
          told.computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
              .add(new Told(row.getString(1), row.getLong(2), LogJson.notice(row.getString(3))));
        });
    Map<String, List<Answered>> answered = new HashMap<>();
    reading.sql("""
        SELECT a.session_id, a.request_id, a.fingerprint, a.answer FROM call_session s
        JOIN call_answered a ON a.session_id = s.session_id WHERE s.app_id = ? ORDER BY a.session_id, a.position""").param(appId)
        .query(row -> {
          answered.computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
              .add(new Answered(row.getString(1), row.getString(2), row.getLong(3), LogJson.answer(row.getString(4))));
        });
    return reading.sql("SELECT session_id, user_id, device_id, class FROM call_session WHERE app_id = ?").param(appId)
        .query((row, number) -> {
          String id = row.getString(1);
          Device device = new Device(row.getString(2), row.getString(3), DeviceClass.valueOf(row.getString(4)));
          List<Told> notices = told.getOrDefault(id, List.of());
          return new Recollection.Session(new Opened(id, device), notices.isEmpty() ? 0 : notices.getLast().number(), notices,
              answered.getOrDefault(id, List.of()));
        }).list();
  }

  private Map<String, Habits> habits(String appId) {
    Map<String, Habits> habits = new HashMap<>();
    reading.sql("SELECT user_id, habits FROM call_habits WHERE app_id = ?").param(appId)
        .query(row -> {
          habits.put(row.getString(1), LogJson.habits(row.getString(2)));
        });
    return habits;
  }
}
