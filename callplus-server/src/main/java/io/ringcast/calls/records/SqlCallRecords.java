package io.ringcast.calls.records;

import static io.ringcast.database.Database.asked;

import io.ringcast.calls.call.CallMedia;
import io.ringcast.calls.call.CallRecord;
import io.ringcast.calls.call.CallType;
import io.ringcast.calls.call.LegEnd;
import io.ringcast.calls.call.LegState;
import io.ringcast.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Histories as rows: a call once, and each of its users' part in it once. */
public final class SqlCallRecords implements CallRecords {
  private final Database database;
  private final JdbcClient writing;
  private final JdbcClient reading;

  /** @param database with the log's tables */
  public SqlCallRecords(Database database) {
    this.database = database;
    writing = JdbcClient.create(database.writer());
    reading = JdbcClient.create(database.readers());
  }

  /** A record without the others. */
  private record Own(CallRecord record, int place) {}

  private record Party(int place, String userId) {}

  @Override
  public Page list(String appId, String userId, Query query) {
    return asked(() -> {
      List<Own> found = find(appId, userId, query);
      List<Own> shown = found.subList(0, Math.min(query.limit(), found.size()));
      Map<String, List<Party>> parties = parties(appId, shown);
      List<CallRecord> records = shown.stream().map(own -> complete(own, parties)).toList();
      boolean more = found.size() > query.limit();
      return new Page(records, more ? new RecordCursor(records.getLast().startedMs(), records.getLast().callId()) : null);
    });
  }

  /** One more than is wanted tells whether there are more. */
  private List<Own> find(String appId, String userId, Query query) {
    StringBuilder sql = new StringBuilder("""
        SELECT p.call_id, p.place, p.state, p.ending, p.accepted_ms, p.connected_ms, p.left_ms, p.talked_ms, p.started_ms, c.type, c.media
        FROM call_part p JOIN call_past c ON c.app_id = p.app_id AND c.call_id = p.call_id
        WHERE p.app_id = ? AND p.user_id = ? AND p.kept = 1 AND p.started_ms >= ? AND p.started_ms < ?""");
    List<Object> values = new ArrayList<>(List.of(appId, userId, query.fromMs(), query.toMs()));
    if (query.after() != null) {
      sql.append(" AND (p.started_ms < ? OR (p.started_ms = ? AND p.call_id < ?))");
      values.addAll(List.of(query.after().startedMs(), query.after().startedMs(), query.after().callId()));
    }
    if (query.missed()) {
      sql.append(" AND p.place > 0 AND p.state = 'MISSED'");
    }
    if (query.withUserId() != null) {
      sql.append("""
           AND EXISTS (SELECT 1 FROM call_part o
          WHERE o.app_id = p.app_id AND o.call_id = p.call_id AND o.place <> p.place AND o.user_id = ?)""");
      values.add(query.withUserId());
    }
    sql.append(" ORDER BY p.started_ms DESC, p.call_id DESC LIMIT ?");
    values.add(query.limit() + 1);
    return reading.sql(sql.toString()).params(values).query(SqlCallRecords::own).list();
  }

  private static Own own(ResultSet row, int number) throws SQLException {
    int place = row.getInt("place");
    String ending = row.getString("ending");
    CallRecord record = new CallRecord(row.getString("call_id"), place == 0 ? CallRecord.Direction.OUT : CallRecord.Direction.IN,
        CallType.valueOf(row.getString("type")), CallMedia.valueOf(row.getString("media")), "", List.of(),
        LegState.valueOf(row.getString("state")), ending == null ? null : LegEnd.valueOf(ending), row.getLong("started_ms"),
        row.getLong("accepted_ms"), row.getLong("connected_ms"), row.getLong("left_ms"), row.getLong("talked_ms"));
    return new Own(record, place);
  }

  private Map<String, List<Party>> parties(String appId, List<Own> shown) {
    Map<String, List<Party>> parties = new HashMap<>();
    if (!shown.isEmpty()) {
      reading.sql("SELECT call_id, place, user_id FROM call_part WHERE app_id = :app AND call_id IN (:calls) ORDER BY call_id, place")
          .param("app", appId).param("calls", shown.stream().map(own -> own.record().callId()).toList())
          .query(row -> {
            parties.computeIfAbsent(row.getString(1), _ -> new ArrayList<>()).add(new Party(row.getInt(2), row.getString(3)));
          });
    }
    return parties;
  }

  private static CallRecord complete(Own own, Map<String, List<Party>> parties) {
    CallRecord record = own.record();
    List<Party> all = parties.getOrDefault(record.callId(), List.of());
    List<String> others = all.stream().filter(party -> party.place() != own.place()).map(Party::userId).toList();
    return record.with(all.isEmpty() ? CallRecord.NOBODY : all.getFirst().userId(), others);
  }

  @Override
  public int delete(String appId, String userId, List<String> callIds) {
    if (callIds.isEmpty()) {
      return 0;
    }
    return database.inTransaction(() -> writing
        .sql("UPDATE call_part SET kept = 0 WHERE app_id = :app AND user_id = :user AND kept = 1 AND call_id IN (:calls)")
        .param("app", appId).param("user", userId).param("calls", callIds).update());
  }

  @Override
  public int deleteAll(String appId, String userId) {
    return database.inTransaction(() -> writing.sql("UPDATE call_part SET kept = 0 WHERE app_id = ? AND user_id = ? AND kept = 1")
        .params(appId, userId).update());
  }
}
