package io.ringcast.events.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringcast.database.Database;
import io.ringcast.database.Storage;
import io.ringcast.database.StoreException;
import io.ringcast.database.support.PostgresCluster;
import io.ringcast.events.support.Samples;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class PostgresStoreTest extends EventStoreContract {
  private static PostgresCluster cluster;
  private Storage server;

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> programs = PostgresCluster.programs();
    assumeTrue(programs.isPresent(), "PostgreSQL is not installed (Debian, Ubuntu: apt-get install postgresql)");
    cluster = PostgresCluster.start(programs.get());
  }

  @AfterAll
  static void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Override
  Database open() throws Exception {
    server = cluster.database();
    return Database.open(server);
  }

  @Test
  void anAcknowledgementIsASync() throws Exception {
    try (Database other = Database.open(cluster.database())) {
      assertThat(JdbcClient.create(other.writer()).sql("SHOW synchronous_commit").query(String.class).single()).isEqualTo("on");
    }
  }

  @Test
  void aSecondServerIsRefused() {
    assertThatThrownBy(() -> Database.open(server)).hasStackTraceContaining("another server uses this database");
  }

  @Test
  void aServerThatRestartsIsFoundAgain() throws Exception {
    try (Database other = Database.open(cluster.database())) {
      SqlEventStore store = new SqlEventStore(other);
      StoredEvent first = new StoredEvent(Samples.numbered(1, "a", 1), "{}");
      store.commit(List.of(first), List.of());
      cluster.restart();
      List<StoredEvent> second = List.of(new StoredEvent(Samples.numbered(2, "a", 2), "{}"));
      try {
        store.commit(second, List.of());
      } catch (StoreException away) {
        // The pool may or may not have noticed that its connection is of no use any more.
        assertThat(away.unstorable()).isFalse();
        assertThat(store.holds("EV_2")).isFalse();
        store.commit(second, List.of());
      }
      assertThat(store.holds("EV_1")).isTrue();
      assertThat(store.lastPosition()).isEqualTo(2);
    }
  }
}
