package io.ringcast.events.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.database.Database;
import io.ringcast.database.Storage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class SqliteStoreTest extends EventStoreContract {
  @TempDir
  Path folder;

  @Override
  Database open() {
    return Database.open(new Storage.Sqlite(folder.resolve("data/events.db")));
  }

  @Test
  void anAcknowledgementIsASync() {
    try (Database other = Database.open(new Storage.Sqlite(folder.resolve("other.db")))) {
      JdbcClient client = JdbcClient.create(other.writer());
      assertThat(client.sql("PRAGMA journal_mode").query(String.class).single()).isEqualTo("wal");
      assertThat(client.sql("PRAGMA synchronous").query(Integer.class).single()).as("FULL").isEqualTo(2);
    }
  }

  @Test
  void aSecondServerIsRefused() {
    assertThatThrownBy(this::open).isInstanceOf(IllegalStateException.class).hasMessageContaining("another server");
  }
}
