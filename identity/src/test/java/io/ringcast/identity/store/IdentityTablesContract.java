package io.ringcast.identity.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.database.Database;
import io.ringcast.database.Storage;
import io.ringcast.identity.ban.Ban;
import io.ringcast.identity.ban.BanScope;
import io.ringcast.identity.ban.Revocation;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database must do. */
abstract class IdentityTablesContract {
  private static final BanScope ROOM = new BanScope.OneRoom("r");
  private Storage storage;
  private Database database;
  private IdentityTables tables;

  abstract Storage newStorage() throws Exception;

  @BeforeEach
  void open() throws Exception {
    storage = newStorage();
    reopen();
  }

  private void reopen() {
    database = Database.open(storage);
    tables = new IdentityTables(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void bansOutliveTheServer() {
    List<Ban> bans = List.of(new Ban("a", "ann", BanScope.ACCOUNT, 100), new Ban("a", "ann", BanScope.EVERY_ROOM, 200),
      new Ban("a", "ann", ROOM, 300), new Ban("b", "ann", ROOM, 400), new Ban("a", "Ünï 'quoted\" ☃", ROOM, Long.MAX_VALUE));
    tables.bans().put(bans);
    database.close();
    reopen();
    assertThat(tables.bans().load(0)).containsExactlyInAnyOrderElementsOf(bans);
    assertThat(tables.bans().load(200)).extracting(Ban::untilMs).containsExactlyInAnyOrder(300L, 400L, Long.MAX_VALUE);
  }

  @Test
  void aLaterBanTakesThePlaceOfTheSameScope() {
    tables.bans().put(List.of(new Ban("a", "ann", ROOM, 300), new Ban("a", "ann", BanScope.EVERY_ROOM, 300)));
    tables.bans().put(List.of(new Ban("a", "ann", ROOM, 100)));
    assertThat(tables.bans().load(0))
      .containsExactlyInAnyOrder(new Ban("a", "ann", ROOM, 100), new Ban("a", "ann", BanScope.EVERY_ROOM, 300));
  }

  @Test
  void whatIsLiftedOrOverIsGone() {
    tables.bans().put(List.of(new Ban("a", "ann", ROOM, 300), new Ban("a", "bob", ROOM, 300), new Ban("b", "ann", ROOM, 300),
      new Ban("a", "ann", new BanScope.OneRoom("r2"), 100)));
    tables.bans().remove("a", ROOM, List.of("ann", "nobody"));
    tables.bans().sweep(100);
    assertThat(tables.bans().load(0)).containsExactlyInAnyOrder(new Ban("a", "bob", ROOM, 300), new Ban("b", "ann", ROOM, 300));
  }

  @Test
  void revocationsOutliveTheServerUntilTheyMayBeForgotten() {
    tables.revocations().put(List.of(new Revocation("a", "ann", 10, 100), new Revocation("b", "ann", 20, 200)));
    tables.revocations().put(List.of(new Revocation("a", "ann", 30, 300)));
    database.close();
    reopen();
    assertThat(tables.revocations().load())
      .containsExactlyInAnyOrder(new Revocation("a", "ann", 30, 300), new Revocation("b", "ann", 20, 200));
    tables.revocations().sweep(200);
    assertThat(tables.revocations().load()).containsExactly(new Revocation("a", "ann", 30, 300));
  }
}
