package io.ringcast.server.live;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringcast.database.Storage;
import io.ringcast.database.support.PostgresCluster;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** The same with PostgreSQL: bans and tokens taken back outlive the server there too. */
@Timeout(300)
class RongCloudApiOnPostgresTest extends RongCloudApiTest {
  private PostgresCluster cluster;

  @Override
  Map<String, String> environment() throws Exception {
    Optional<Path> programs = PostgresCluster.programs();
    assumeTrue(programs.isPresent(), "PostgreSQL is not installed (Debian, Ubuntu: apt-get install postgresql)");
    cluster = PostgresCluster.start(programs.get());
    Storage.Postgresql database = cluster.database();
    Map<String, String> environment = new HashMap<>(super.environment());
    environment.put("RINGCAST_DATABASE_URL", database.url());
    environment.put("RINGCAST_DATABASE_USER", database.user());
    return environment;
  }

  @Override
  @AfterEach
  void end() throws Exception {
    super.end();
    if (cluster != null) {
      cluster.close();
    }
  }
}
