package io.ringcast.calls.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.database.Database;
import io.ringcast.database.Storage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database must do. */
abstract class PushAddressesContract {
  private Storage storage;
  private Database database;
  private PushAddresses addresses;

  abstract Storage newStorage() throws Exception;

  @BeforeEach
  void open() throws Exception {
    storage = newStorage();
    reopen();
  }

  private void reopen() {
    database = Database.open(storage);
    addresses = new SqlPushAddresses(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static PushAddress address(String deviceId, String token) {
    return new PushAddress(deviceId, "apns", token);
  }

  @Test
  void addressesOutliveTheServerAndAreOneADevice() {
    addresses.put("a", "ann", address("d1", "old"), 1);
    addresses.put("a", "ann", address("d2", "☃ 'x\""), 2);
    addresses.put("a", "ann", address("d1", "new"), 3);
    addresses.put("b", "ann", address("d1", "b"), 4);
    database.close();
    reopen();
    assertThat(addresses.of("a", "ann")).containsExactly(address("d2", "☃ 'x\""), address("d1", "new"));
    addresses.remove("a", "ann", "d2");
    assertThat(addresses.of("a", "ann")).containsExactly(address("d1", "new"));
    addresses.removeAll("a", "ann");
    assertThat(addresses.of("a", "ann")).isEmpty();
    assertThat(addresses.of("b", "ann")).hasSize(1);
  }

  @Test
  void theOldestGoes() {
    for (int i = 0; i <= PushAddresses.PER_USER_MAX; i++) {
      addresses.put("a", "ann", address("d" + i, "t"), i);
    }
    assertThat(addresses.of("a", "ann")).hasSize(PushAddresses.PER_USER_MAX).doesNotContain(address("d0", "t"));
  }
}
