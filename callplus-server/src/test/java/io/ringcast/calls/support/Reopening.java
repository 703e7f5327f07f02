package io.ringcast.calls.support;

import io.ringcast.database.Database;
import io.ringcast.database.Storage;

/** Opens a database that another owner, a dead process for one, is about to let go: PostgreSQL notices that in its own time. */
public final class Reopening {
  private static final long PATIENCE_NS = 30_000_000_000L;
  private static final long AGAIN_MS = 20;

  private Reopening() {}

  public static Database open(Storage storage) throws InterruptedException {
    long untilNs = System.nanoTime() + PATIENCE_NS;
    while (true) {
      try {
        return Database.open(storage);
      } catch (RuntimeException e) {
        if (System.nanoTime() > untilNs) {
          throw e;
        }
        Thread.sleep(AGAIN_MS);
      }
    }
  }
}
