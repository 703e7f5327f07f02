package io.ringcast.calls.log;

import io.ringcast.database.Storage;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteCallLogTest extends CallLogContract {
  @TempDir private Path folder;

  @Override
  Storage newStorage() {
    return new Storage.Sqlite(folder.resolve("calls.db"));
  }
}
