package io.ringcast.events.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/** An opened database: one connection that writes, a few that read, and the right to be the only server that uses it. */
public final class Database implements AutoCloseable {
  private static final int READERS = 4;
  private static final int BUSY_MS = 5_000;
  /** How long somebody waits for a connection before the database counts as away. */
  private static final long CONNECTION_MS = 5_000;
  /** The advisory lock's name in PostgreSQL: "ringcast", as bytes. */
  private static final long OWNER_LOCK = 0x72696e6763617374L;

  private final HikariDataSource writer;
  private final HikariDataSource readers;
  private final @Nullable FileChannel lock;

  private Database(HikariDataSource writer, HikariDataSource readers, @Nullable FileChannel lock) {
    this.writer = writer;
    this.readers = readers;
    this.lock = lock;
  }

  /** Opens the file, which is made when it is missing. */
  public static Database sqlite(Path file) {
    FileChannel lock = lock(file);
    String url = "jdbc:sqlite:" + file.toAbsolutePath();
    Map<String, String> pragmas = Map.of("journal_mode", "WAL", "synchronous", "FULL", "busy_timeout", Integer.toString(BUSY_MS));
    HikariConfig config = config(url, "events-writer", 1);
    pragmas.forEach(config::addDataSourceProperty);
    HikariDataSource writer = new HikariDataSource(config);
    migrate(writer, "INTEGER");
    HikariConfig reading = config(url, "events-readers", READERS);
    pragmas.forEach(reading::addDataSourceProperty);
    return new Database(writer, new HikariDataSource(reading), lock);
  }

  /** @param url such as {@code jdbc:postgresql://host/database} */
  public static Database postgresql(String url, String user, @Nullable String password) {
    HikariConfig migrating = config(url, "events-migration", 2);
    credentials(migrating, user, password);
    try (HikariDataSource source = new HikariDataSource(migrating)) {
      migrate(source, "BIGINT");
    }
    HikariConfig config = config(url, "events-writer", 1);
    credentials(config, user, password);
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    // The lock is the connection's; a connection that takes its place takes the lock or is of no use.
    config.setConnectionInitSql("""
      DO $$ BEGIN
        PERFORM set_config('synchronous_commit', 'on', false);
        IF NOT pg_try_advisory_lock(%d) THEN RAISE EXCEPTION 'another server uses this database for its events'; END IF;
      END $$""".formatted(OWNER_LOCK));
    config.setMaxLifetime(0);
    HikariConfig reading = config(url, "events-readers", READERS);
    credentials(reading, user, password);
    return new Database(new HikariDataSource(config), new HikariDataSource(reading), null);
  }

  private static HikariConfig config(String url, String name, int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setPoolName(name);
    config.setMaximumPoolSize(connections);
    config.setConnectionTimeout(CONNECTION_MS);
    return config;
  }

  private static void credentials(HikariConfig config, String user, @Nullable String password) {
    config.setUsername(user);
    if (password != null) {
      config.setPassword(password);
    }
  }

  private static void migrate(DataSource source, String bigint) {
    Flyway.configure()
      .dataSource(source)
      .locations("classpath:db/events")
      .table("event_schema_history")
      .baselineOnMigrate(true)
      .baselineVersion("0")
      .placeholders(Map.of("bigint", bigint))
      .load()
      .migrate();
  }

  private static FileChannel lock(Path file) {
    Path beside = file.resolveSibling(file.getFileName() + ".lock");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new IllegalStateException("another server uses " + file + " for its events");
      }
      return channel;
    } catch (IOException e) {
      throw new IllegalStateException("cannot open " + file + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  DataSource writer() {
    return writer;
  }

  DataSource readers() {
    return readers;
  }

  @Override
  public void close() {
    readers.close();
    writer.close();
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        // The process that held it ends sooner or later, and the lock with it.
      }
    }
  }
}
