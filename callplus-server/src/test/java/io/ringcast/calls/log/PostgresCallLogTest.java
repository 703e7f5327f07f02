package io.ringcast.calls.log;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringcast.database.Storage;
import io.ringcast.database.support.PostgresCluster;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresCallLogTest extends CallLogContract {
  private static PostgresCluster cluster;

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
  Storage newStorage() throws Exception {
    return cluster.database();
  }
}
