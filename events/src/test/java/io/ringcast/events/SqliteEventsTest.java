package io.ringcast.events;

import io.ringcast.database.Storage;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteEventsTest extends EventsContract {
  @TempDir
  Path folder;

  @Override
  Storage newStorage() {
    return new Storage.Sqlite(folder.resolve("events.db"));
  }
}
