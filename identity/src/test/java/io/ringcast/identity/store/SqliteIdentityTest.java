package io.ringcast.identity.store;

import io.ringcast.database.Storage;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteIdentityTest extends IdentityTablesContract {
  @TempDir
  Path folder;

  @Override
  Storage newStorage() {
    return new Storage.Sqlite(folder.resolve("ringcast.db"));
  }
}
