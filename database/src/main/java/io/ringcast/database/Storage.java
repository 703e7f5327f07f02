package io.ringcast.database;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a server's database is. */
public sealed interface Storage {

  /** A file, which is made when it is missing. */
  record Sqlite(Path file) implements Storage {}

  /** @param url such as {@code jdbc:postgresql://host/database} */
  record Postgresql(String url, String user, @Nullable String password) implements Storage {

    /** Without the password: a secret is never printed. */
    @Override
    public String toString() {
      return "Postgresql[" + url + "]";
    }
  }
}
