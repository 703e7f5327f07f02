package io.ringcast.identity.store;

import static io.ringcast.database.Database.asked;

import io.ringcast.database.Database;
import io.ringcast.identity.ban.Ban;
import io.ringcast.identity.ban.BanScope;
import io.ringcast.identity.ban.BanStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Bans as rows; a scope is a word, and a room's id where it is one room's. */
final class SqlBanStore implements BanStore {
  private static final String ACCOUNT = "account";
  private static final String EVERY_ROOM = "rooms";
  private static final String ONE_ROOM = "room";

  private final Database database;
  private final JdbcTemplate batches;
  private final JdbcClient writing;
  private final JdbcClient reading;

  SqlBanStore(Database database) {
    this.database = database;
    batches = new JdbcTemplate(database.writer());
    writing = JdbcClient.create(batches);
    reading = JdbcClient.create(database.readers());
  }

  @Override
  public List<Ban> load(long nowMs) {
    return asked(() -> reading.sql("SELECT app_id, user_id, scope, room_id, until_ms FROM identity_ban WHERE until_ms > ?")
      .param(nowMs).query(SqlBanStore::ban).list());
  }

  private static Ban ban(ResultSet row, int number) throws SQLException {
    BanScope scope = switch (row.getString("scope")) {
      case ACCOUNT -> BanScope.ACCOUNT;
      case EVERY_ROOM -> BanScope.EVERY_ROOM;
      default -> new BanScope.OneRoom(row.getString("room_id"));
    };
    return new Ban(row.getString("app_id"), row.getString("user_id"), scope, row.getLong("until_ms"));
  }

  @Override
  public void put(List<Ban> bans) {
    List<Object[]> rows = bans.stream()
      .map(ban -> new Object[] {ban.appId(), ban.userId(), word(ban.scope()), room(ban.scope()), ban.untilMs()}).toList();
    database.inTransaction(() -> batches.batchUpdate("""
      INSERT INTO identity_ban (app_id, user_id, scope, room_id, until_ms) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (app_id, user_id, scope, room_id) DO UPDATE SET until_ms = excluded.until_ms""", rows));
  }

  @Override
  public void remove(String appId, BanScope scope, List<String> userIds) {
    List<Object[]> rows = userIds.stream().map(userId -> new Object[] {appId, userId, word(scope), room(scope)}).toList();
    database.inTransaction(() -> batches.batchUpdate(
      "DELETE FROM identity_ban WHERE app_id = ? AND user_id = ? AND scope = ? AND room_id = ?", rows));
  }

  @Override
  public void sweep(long nowMs) {
    database.inTransaction(() -> writing.sql("DELETE FROM identity_ban WHERE until_ms <= ?").param(nowMs).update());
  }

  private static String word(BanScope scope) {
    return switch (scope) {
      case BanScope.Account account -> ACCOUNT;
      case BanScope.EveryRoom everyRoom -> EVERY_ROOM;
      case BanScope.OneRoom room -> ONE_ROOM;
    };
  }

  private static String room(BanScope scope) {
    return scope instanceof BanScope.OneRoom room ? room.roomId() : "";
  }
}
