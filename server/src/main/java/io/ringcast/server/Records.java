package io.ringcast.server;

import io.ringcast.database.Database;
import io.ringcast.database.Storage;
import io.ringcast.events.EventSettings;
import io.ringcast.events.Events;
import io.ringcast.identity.Identity;
import io.ringcast.identity.store.IdentityTables;
import io.ringcast.server.config.ConfigException;
import io.ringcast.server.config.ServerSettings;
import java.security.SecureRandom;
import java.time.InstantSource;

/** What the server writes down: its database, and in it the events, and what identity keeps. */
final class Records implements AutoCloseable {
  private final Database database;
  private final Events events;
  private final Identity identity;

  private Records(Database database, Events events, Identity identity) {
    this.database = database;
    this.events = events;
    this.identity = identity;
  }

  /** Opens the database; sessions that a dead server left open end. */
  static Records open(ServerSettings settings, InstantSource clock) {
    Database database = database(settings.database());
    try {
      EventSettings wanted = new EventSettings(settings.webhooks(), EventSettings.KEEP, EventSettings.KEEP_UNDELIVERED);
      IdentityTables tables = new IdentityTables(database);
      Identity identity = Identity.open(settings.apps(), tables.bans(), tables.revocations(), clock.millis());
      return new Records(database, Events.open(wanted, database, clock, new SecureRandom()), identity);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static Database database(Storage storage) {
    try {
      return Database.open(storage);
    } catch (RuntimeException e) {
      String where = switch (storage) {
        case Storage.Sqlite sqlite -> "the file " + sqlite.file() + " in data-dir";
        case Storage.Postgresql server -> "database.url " + server.url();
      };
      throw new ConfigException(where + " cannot be used: " + reason(e), e);
    }
  }

  /** What the database itself said. */
  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  Database database() {
    return database;
  }

  Identity identity() {
    return identity;
  }

  Events events() {
    return events;
  }

  /** False while the database is away, as far as is known: rooms take nobody in then. */
  boolean writable() {
    return !events.counters().away();
  }

  @Override
  public void close() {
    events.close();
    database.close();
  }
}
