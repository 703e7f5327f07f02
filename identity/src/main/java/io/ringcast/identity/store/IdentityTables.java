package io.ringcast.identity.store;

import io.ringcast.database.Database;
import io.ringcast.identity.ban.BanStore;
import io.ringcast.identity.ban.RevocationStore;

/** What identity keeps in the database. */
public final class IdentityTables {
  private final BanStore bans;
  private final RevocationStore revocations;

  /** Brings the tables up to date. */
  public IdentityTables(Database database) {
    database.migrate("identity");
    bans = new SqlBanStore(database);
    revocations = new SqlRevocationStore(database);
  }

  public BanStore bans() {
    return bans;
  }

  public RevocationStore revocations() {
    return revocations;
  }
}
