package io.ringcast.database;

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
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * An opened database: one connection that writes, a few that read, and the right to be the only server that uses it. Each owner of tables
 * brings their scripts and has them run before it begins.
 */
public final class Database implements AutoCloseable {
  private static final int READERS = 4;
  private static final int BUSY_MS = 5_000;
  /** How long somebody waits for a connection before the database counts as away. */
  private static final long CONNECTION_MS = 5_000;
  /** The advisory lock's name in PostgreSQL: "ringcast", as bytes. */
  private static final long OWNER_LOCK = 0x72696e6763617374L;
  /** A tenth of a second between two. */
  private static final int LOCK_TRIES = 20;
  private static final Map<String, String> SQLITE_PRAGMAS =
    Map.of("journal_mode", "WAL", "synchronous", "FULL", "busy_timeout", Integer.toString(BUSY_MS));

  private final Storage storage;
  private final HikariDataSource writer;
  private final HikariDataSource readers;
  private final @Nullable FileChannel lock;
  private final TransactionTemplate transaction;

  private Database(Storage storage, HikariDataSource writer, HikariDataSource readers, @Nullable FileChannel lock) {
    this.storage = storage;
    this.writer = writer;
    this.readers = readers;
    this.lock = lock;
    transaction = new TransactionTemplate(new JdbcTransactionManager(writer));
  }

  public static Database open(Storage storage) {
    return switch (storage) {
      case Storage.Sqlite sqlite -> sqlite(sqlite);
      case Storage.Postgresql server -> postgresql(server);
    };
  }

  private static Database sqlite(Storage.Sqlite storage) {
    FileChannel lock = lock(storage.file());
    HikariDataSource writer = new HikariDataSource(config(storage, "database-writer", 1));
    return new Database(storage, writer, new HikariDataSource(config(storage, "database-readers", READERS)), lock);
  }

  private static Database postgresql(Storage.Postgresql storage) {
    HikariConfig config = config(storage, "database-writer", 1);
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    // The lock is the connection's; a connection that takes its place takes the lock or is of no use. PostgreSQL lets go of the lock of
    // a connection that has ended only when it has noticed, so a server that comes back at once waits a moment.
    config.setConnectionInitSql("""
      DO $$ BEGIN
        PERFORM set_config('synchronous_commit', 'on', false);
        FOR i IN 1..%d LOOP
          IF pg_try_advisory_lock(%d) THEN RETURN; END IF;
          PERFORM pg_sleep(0.1);
        END LOOP;
        RAISE EXCEPTION 'another server uses this database';
      END $$""".formatted(LOCK_TRIES, OWNER_LOCK));
    config.setMaxLifetime(0);
    HikariDataSource writer = new HikariDataSource(config);
    return new Database(storage, writer, new HikariDataSource(config(storage, "database-readers", READERS)), null);
  }

  private static HikariConfig config(Storage storage, String name, int connections) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setMaximumPoolSize(connections);
    config.setConnectionTimeout(CONNECTION_MS);
    switch (storage) {
      case Storage.Sqlite sqlite -> {
        config.setJdbcUrl("jdbc:sqlite:" + sqlite.file().toAbsolutePath());
        SQLITE_PRAGMAS.forEach(config::addDataSourceProperty);
      }
      case Storage.Postgresql server -> {
        config.setJdbcUrl(server.url());
        config.setUsername(server.user());
        if (server.password() != null) {
          config.setPassword(server.password());
        }
      }
    }
    return config;
  }

  /**
   * Brings an owner's tables up to date.
   *
   * @param owner names the folder {@code db/OWNER} of its scripts; what they write as {@code ${bigint}} is a 64-bit number
   */
  public void migrate(String owner) {
    switch (storage) {
      case Storage.Sqlite sqlite -> migrate(writer, owner, "INTEGER");
      case Storage.Postgresql server -> {
        // Flyway holds one connection while it works on another.
        try (HikariDataSource source = new HikariDataSource(config(server, "database-migration", 2))) {
          migrate(source, owner, "BIGINT");
        }
      }
    }
  }

  private static void migrate(DataSource source, String owner, String bigint) {
    Flyway.configure()
      .dataSource(source)
      .locations("classpath:db/" + owner)
      .table(owner + "_schema_history")
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
        throw new IllegalStateException("another server uses " + file);
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

  /** The one connection that writes: whoever needs it longer than a moment keeps everybody waiting. */
  public DataSource writer() {
    return writer;
  }

  public DataSource readers() {
    return readers;
  }

  /** Everything that is written in it or nothing; it is durable when this returns. */
  public <T> T inTransaction(Supplier<T> work) {
    return asked(() -> transaction.execute(status -> work.get()));
  }

  /** What the database answers; a {@link StoreException} when it does not do what it was asked. */
  public static <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (NestedRuntimeException e) {
      throw new StoreException(e.getMostSpecificCause().getMessage(), e, e instanceof DataIntegrityViolationException || violates(e));
    }
  }

  /** SQLite's own exceptions say what Spring cannot tell by them. */
  private static boolean violates(NestedRuntimeException failure) {
    return failure.getMostSpecificCause() instanceof SQLiteException refused
      && (refused.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
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
