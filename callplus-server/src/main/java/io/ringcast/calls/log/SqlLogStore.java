package io.ringcast.calls.log;

import static io.ringcast.database.Database.asked;

import io.ringcast.calls.call.CallEvent;
import io.ringcast.calls.call.CallRecord;
import io.ringcast.calls.call.PastCall;
import io.ringcast.calls.desk.CallEntry;
import io.ringcast.calls.exchange.Answered;
import io.ringcast.calls.exchange.CallNews;
import io.ringcast.calls.exchange.Device;
import io.ringcast.calls.exchange.LogBatch;
import io.ringcast.calls.exchange.Recollection;
import io.ringcast.calls.exchange.SessionChange;
import io.ringcast.calls.exchange.SessionChange.Ended;
import io.ringcast.calls.exchange.SessionChange.Opened;
import io.ringcast.calls.exchange.Told;
import io.ringcast.database.Database;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The log in tables, the same in SQLite and PostgreSQL. The log's thread alone commits. */
final class SqlLogStore implements LogStore {
  /** Notices and answers kept of a session; its device's session keeps no more. */
  static final int TOLD_KEPT = 256;
  static final int ANSWERS_KEPT = 64;
  /** What is more than is kept goes when so many have come. */
  private static final int TRIM_AFTER = 64;

  private final Database database;
  private final JdbcTemplate writer;
  private final JdbcClient writing;
  private final Recall recall;
  /** Answers since a session was trimmed, of sessions that have not ended. */
  private final Map<String, Integer> answers = new LinkedHashMap<>();

  SqlLogStore(Database database) {
    database.migrate("calls");
    this.database = database;
    writer = new JdbcTemplate(database.writer());
    writing = JdbcClient.create(writer);
    recall = new Recall(JdbcClient.create(database.readers()));
  }

  @Override
  public void commit(List<Numbered> batches, long last, long newsTold) {
    Rows rows = new Rows(writer);
    for (Numbered numbered : batches) {
      add(rows, numbered);
      trim(rows, numbered.batch());
    }
    rows.remove("DELETE FROM call_news WHERE position <= ?", newsTold);
    database.inTransaction(() -> {
      rows.write();
      batches.forEach(numbered -> numbered.batch().erased().forEach(userId -> erase(numbered.batch().appId(), userId)));
      return writing.sql("UPDATE call_log SET position = ?").param(last).update();
    });
  }

  private static void add(Rows rows, Numbered numbered) {
    LogBatch batch = numbered.batch();
    String appId = batch.appId();
    long position = numbered.first();
    for (CallEntry entry : batch.entries()) {
      rows.add("INSERT INTO call_entry (position, app_id, call_id, time_ms, event) VALUES (?, ?, ?, ?, ?)",
          position++, appId, entry.callId(), entry.atMs(), LogJson.event(entry.event()));
      if (entry.event() instanceof CallEvent.Started) {
        rows.add("INSERT INTO call_open (app_id, call_id) VALUES (?, ?)", appId, entry.callId());
      }
    }
    for (Answered answered : batch.answered()) {
      rows.add("INSERT INTO call_answered (session_id, position, request_id, fingerprint, answer) VALUES (?, ?, ?, ?, ?)",
          answered.sessionId(), position++, answered.requestId(), answered.fingerprint(), LogJson.answer(answered.answer()));
    }
    for (CallNews news : batch.news()) {
      rows.add("INSERT INTO call_news (position, app_id, time_ms, news) VALUES (?, ?, ?, ?)",
          position++, appId, batch.atMs(), LogJson.news(news));
    }
    for (Told told : batch.told()) {
      rows.add("INSERT INTO call_told (session_id, number, notice) VALUES (?, ?, ?)",
          told.sessionId(), told.number(), LogJson.notice(told.notice()));
    }
    batch.sessions().forEach(change -> follow(rows, appId, change));
    batch.closed().forEach(call -> close(rows, appId, call));
    batch.habits().forEach((userId, wanted) -> rows.set("""
        INSERT INTO call_habits (app_id, user_id, habits) VALUES (?, ?, ?)
        ON CONFLICT (app_id, user_id) DO UPDATE SET habits = excluded.habits""", List.of(appId, userId), LogJson.habits(wanted)));
    rows.set("""
        INSERT INTO call_app (app_id, last_ms) VALUES (?, ?)
        ON CONFLICT (app_id) DO UPDATE SET last_ms = excluded.last_ms""", List.of(appId), batch.atMs());
  }

  private static void follow(Rows rows, String appId, SessionChange change) {
    switch (change) {
      case Opened(String sessionId, Device device) -> rows.add(
          "INSERT INTO call_session (session_id, app_id, user_id, device_id, class) VALUES (?, ?, ?, ?, ?)",
          sessionId, appId, device.userId(), device.deviceId(), device.kind().name());
      case Ended(String sessionId) -> {
        rows.remove("DELETE FROM call_session WHERE session_id = ?", sessionId);
        rows.remove("DELETE FROM call_told WHERE session_id = ?", sessionId);
        rows.remove("DELETE FROM call_answered WHERE session_id = ?", sessionId);
      }
    }
  }

  private static void close(Rows rows, String appId, PastCall call) {
    rows.remove("DELETE FROM call_open WHERE app_id = ? AND call_id = ?", appId, call.callId());
    rows.add("""
        INSERT INTO call_past (app_id, call_id, type, media, started_ms, connected_ms, ended_ms, reason)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)""", appId, call.callId(), call.type().name(), call.media().name(), call.startedMs(),
        call.connectedMs(), call.endedMs(), call.reason() == null ? null : call.reason().name());
    int place = 0;
    for (PastCall.Part part : call.parts()) {
      rows.add("""
          INSERT INTO call_part (app_id, call_id, place, user_id, kept, started_ms, state, ending, accepted_ms, connected_ms, left_ms,
            talked_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", appId, call.callId(), place++, part.userId(), part.kept() ? 1 : 0,
          call.startedMs(), part.state().name(), part.end() == null ? null : part.end().name(), part.acceptedMs(), part.connectedMs(),
          part.leftMs(), part.talkedMs());
    }
  }

  /** Has rows go that a session may be without from now on. */
  private void trim(Rows rows, LogBatch batch) {
    for (Told told : batch.told()) {
      if (told.number() % TRIM_AFTER == 0 && told.number() > TOLD_KEPT) {
        rows.remove("DELETE FROM call_told WHERE session_id = ? AND number <= ?", told.sessionId(), told.number() - TOLD_KEPT);
      }
    }
    for (Answered answered : batch.answered()) {
      if (answers.merge(answered.sessionId(), 1, Integer::sum) >= TRIM_AFTER) {
        answers.remove(answered.sessionId());
        rows.remove("""
            DELETE FROM call_answered WHERE session_id = ? AND position < (
              SELECT min(position) FROM (
                SELECT position FROM call_answered WHERE session_id = ? ORDER BY position DESC LIMIT ?) kept)""",
            answered.sessionId(), answered.sessionId(), ANSWERS_KEPT);
      }
    }
    for (SessionChange change : batch.sessions()) {
      if (change instanceof Ended(String sessionId)) {
        answers.remove(sessionId);
      }
    }
  }

  /** The user is part of calls that are over alone. Their entries go; what others have of them names nobody. */
  private void erase(String appId, String userId) {
    writing.sql("""
        DELETE FROM call_entry WHERE app_id = :app
          AND call_id IN (SELECT call_id FROM call_part WHERE app_id = :app AND user_id = :user)""")
        .param("app", appId).param("user", userId).update();
    writing.sql("UPDATE call_part SET user_id = ?, kept = 0 WHERE app_id = ? AND user_id = ?")
        .params(CallRecord.NOBODY, appId, userId).update();
    writing.sql("DELETE FROM call_habits WHERE app_id = ? AND user_id = ?").params(appId, userId).update();
  }

  @Override
  public long lastPosition() {
    return asked(() -> writing.sql("SELECT position FROM call_log").query(Long.class).single());
  }

  @Override
  public List<NewsRow> news(long after, int max) {
    return asked(() -> recall.news(after, max));
  }

  @Override
  public Recollection recall(String appId) {
    return asked(() -> recall.of(appId));
  }

  @Override
  public List<String> apps() {
    return asked(recall::apps);
  }

  @Override
  public int deleteOver(long beforeMs, int max) {
    return database.inTransaction(() -> {
      List<Object[]> calls = writing.sql("SELECT app_id, call_id FROM call_past WHERE ended_ms < ? ORDER BY ended_ms LIMIT ?")
          .params(beforeMs, max).query((row, number) -> new Object[] {row.getString(1), row.getString(2)}).list();
      if (!calls.isEmpty()) {
        writer.batchUpdate("DELETE FROM call_entry WHERE app_id = ? AND call_id = ?", calls);
        writer.batchUpdate("DELETE FROM call_part WHERE app_id = ? AND call_id = ?", calls);
        writer.batchUpdate("DELETE FROM call_past WHERE app_id = ? AND call_id = ?", calls);
      }
      return calls.size();
    });
  }
}
