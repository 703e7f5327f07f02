package io.ringcast.identity.store;

import static io.ringcast.database.Database.asked;

import io.ringcast.database.Database;
import io.ringcast.identity.ban.Revocation;
import io.ringcast.identity.ban.RevocationStore;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Revocations as rows, one a user. */
final class SqlRevocationStore implements RevocationStore {
  private final Database database;
  private final JdbcTemplate batches;
  private final JdbcClient reading;

  SqlRevocationStore(Database database) {
    this.database = database;
    batches = new JdbcTemplate(database.writer());
    reading = JdbcClient.create(database.readers());
  }

  @Override
  public List<Revocation> load() {
    return asked(() -> reading.sql("SELECT app_id, user_id, before_ms, forget_at_ms FROM identity_revocation")
      .query((row, number) -> new Revocation(
        row.getString("app_id"), row.getString("user_id"), row.getLong("before_ms"), row.getLong("forget_at_ms")))
      .list());
  }

  @Override
  public void put(List<Revocation> revocations) {
    List<Object[]> rows = revocations.stream()
      .map(one -> new Object[] {one.appId(), one.userId(), one.beforeMs(), one.forgetAtMs()}).toList();
    database.inTransaction(() -> batches.batchUpdate("""
      INSERT INTO identity_revocation (app_id, user_id, before_ms, forget_at_ms) VALUES (?, ?, ?, ?)
      ON CONFLICT (app_id, user_id) DO UPDATE SET before_ms = excluded.before_ms, forget_at_ms = excluded.forget_at_ms""", rows));
  }

  @Override
  public void sweep(long nowMs) {
    database.inTransaction(() -> JdbcClient.create(batches).sql("DELETE FROM identity_revocation WHERE forget_at_ms <= ?")
      .param(nowMs).update());
  }
}
