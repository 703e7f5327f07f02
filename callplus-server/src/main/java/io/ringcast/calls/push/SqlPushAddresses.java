package io.ringcast.calls.push;

import static io.ringcast.database.Database.asked;

import io.ringcast.database.Database;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Push addresses as rows. */
public final class SqlPushAddresses implements PushAddresses {
  private final Database database;
  private final JdbcClient writing;
  private final JdbcClient reading;

  /** Brings the tables up to date. */
  public SqlPushAddresses(Database database) {
    database.migrate("devices");
    this.database = database;
    writing = JdbcClient.create(database.writer());
    reading = JdbcClient.create(database.readers());
  }

  @Override
  public List<PushAddress> of(String appId, String userId) {
    return asked(() -> select(reading, appId, userId));
  }

  private static List<PushAddress> select(JdbcClient client, String appId, String userId) {
    return client.sql("""
        SELECT device_id, provider, token FROM device_push WHERE app_id = ? AND user_id = ? ORDER BY since_ms, device_id""")
        .params(appId, userId)
        .query((row, number) -> new PushAddress(row.getString("device_id"), row.getString("provider"), row.getString("token")))
        .list();
  }

  @Override
  public void put(String appId, String userId, PushAddress address, long nowMs) {
    database.inTransaction(() -> {
      writing.sql("""
          INSERT INTO device_push (app_id, user_id, device_id, provider, token, since_ms) VALUES (?, ?, ?, ?, ?, ?)
          ON CONFLICT (app_id, user_id, device_id)
          DO UPDATE SET provider = excluded.provider, token = excluded.token, since_ms = excluded.since_ms""")
          .params(appId, userId, address.deviceId(), address.provider(), address.token(), nowMs).update();
      List<PushAddress> all = select(writing, appId, userId);
      all.stream().limit(Math.max(0, all.size() - PER_USER_MAX)).forEach(old -> delete(appId, userId, old.deviceId()));
      return all.size();
    });
  }

  private int delete(String appId, String userId, String deviceId) {
    return writing.sql("DELETE FROM device_push WHERE app_id = ? AND user_id = ? AND device_id = ?")
        .params(appId, userId, deviceId).update();
  }

  @Override
  public void remove(String appId, String userId, String deviceId) {
    database.inTransaction(() -> delete(appId, userId, deviceId));
  }

  @Override
  public void removeAll(String appId, String userId) {
    database.inTransaction(() -> writing.sql("DELETE FROM device_push WHERE app_id = ? AND user_id = ?").params(appId, userId).update());
  }
}
