package io.ringcast.identity.ban;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BansTest {
  private static final long NOW = 1_000_000;
  private static final long MINUTE = 60_000;

  /** A database that can be away. */
  private static final class Memory implements BanStore {
    private final List<Ban> kept = new ArrayList<>();
    private boolean away;

    @Override
    public List<Ban> load(long nowMs) {
      return kept.stream().filter(ban -> ban.untilMs() > nowMs).toList();
    }

    @Override
    public void put(List<Ban> bans) {
      if (away) {
        throw new IllegalStateException("away");
      }
      bans.forEach(ban -> kept.removeIf(old -> old.userId().equals(ban.userId()) && old.scope().equals(ban.scope())));
      kept.addAll(bans);
    }

    @Override
    public void remove(String appId, BanScope scope, List<String> userIds) {
      if (away) {
        throw new IllegalStateException("away");
      }
      kept.removeIf(ban -> ban.appId().equals(appId) && ban.scope().equals(scope) && userIds.contains(ban.userId()));
    }

    @Override
    public void sweep(long nowMs) {
      kept.removeIf(ban -> ban.untilMs() <= nowMs);
    }
  }

  private final Memory store = new Memory();
  private final Bans bans = new Bans(store, NOW);

  private boolean out(String app, String user, String room, long atMs) {
    return bans.against(app, user, room, atMs) != null;
  }

  @Test
  void aBanOfEveryRoomKeepsOutUntilItsEndAndInItsAppOnly() {
    bans.ban("shop", BanScope.EVERY_ROOM, List.of("ann"), NOW + MINUTE, NOW);
    assertThat(out("shop", "ann", "r", NOW)).isTrue();
    assertThat(out("shop", "ann", "r", NOW + MINUTE - 1)).isTrue();
    assertThat(out("shop", "ann", "r", NOW + MINUTE)).isFalse();
    assertThat(out("mall", "ann", "r", NOW)).isFalse();
    assertThat(out("shop", "bob", "r", NOW)).isFalse();
    assertThat(bans.againstAccount("shop", "ann", NOW)).isNull();
  }

  @Test
  void aRoomsBanKeepsOutOfThatRoom() {
    bans.ban("shop", new BanScope.OneRoom("r"), List.of("ann", "bob"), NOW + MINUTE, NOW);
    assertThat(out("shop", "ann", "r", NOW)).isTrue();
    assertThat(out("shop", "bob", "r", NOW)).isTrue();
    assertThat(out("shop", "ann", "r2", NOW)).isFalse();
  }

  @Test
  void scopesAreLiftedEachByItself() {
    bans.ban("shop", BanScope.ACCOUNT, List.of("ann"), NOW + MINUTE, NOW);
    bans.ban("shop", BanScope.EVERY_ROOM, List.of("ann"), NOW + 2 * MINUTE, NOW);
    assertThat(bans.against("shop", "ann", "r", NOW)).extracting(Ban::untilMs).as("the longest").isEqualTo(NOW + 2 * MINUTE);
    bans.lift("shop", BanScope.EVERY_ROOM, List.of("ann", "never banned"));
    assertThat(bans.against("shop", "ann", "r", NOW)).extracting(Ban::scope).isEqualTo(BanScope.ACCOUNT);
    bans.lift("mall", BanScope.ACCOUNT, List.of("ann"));
    assertThat(out("shop", "ann", "r", NOW)).isTrue();
    bans.lift("shop", BanScope.ACCOUNT, List.of("ann"));
    assertThat(out("shop", "ann", "r", NOW)).isFalse();
    assertThat(store.kept).isEmpty();
  }

  @Test
  void theLatestWordCountsEvenIfItIsShorter() {
    bans.ban("shop", BanScope.EVERY_ROOM, List.of("ann"), NOW + 10 * MINUTE, NOW);
    bans.ban("shop", BanScope.EVERY_ROOM, List.of("ann"), NOW + MINUTE, NOW);
    assertThat(out("shop", "ann", "r", NOW + MINUTE)).isFalse();
    assertThat(bans.of("shop", BanScope.EVERY_ROOM, NOW)).hasSize(1);
  }

  @Test
  void whatTheStoreDoesNotTakeDoesNotCount() {
    bans.ban("shop", BanScope.EVERY_ROOM, List.of("ann"), NOW + MINUTE, NOW);
    store.away = true;
    assertThatExceptionOfType(IllegalStateException.class)
      .isThrownBy(() -> bans.ban("shop", BanScope.EVERY_ROOM, List.of("bob"), NOW + MINUTE, NOW));
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> bans.lift("shop", BanScope.EVERY_ROOM, List.of("ann")));
    assertThat(out("shop", "bob", "r", NOW)).isFalse();
    assertThat(out("shop", "ann", "r", NOW)).isTrue();
  }

  @Test
  void survivesARestart() {
    bans.ban("shop", BanScope.EVERY_ROOM, List.of("ann"), NOW + MINUTE, NOW);
    bans.ban("shop", new BanScope.OneRoom("r"), List.of("bob"), NOW + MINUTE, NOW);
    Bans again = new Bans(store, NOW);
    assertThat(again.against("shop", "ann", "any", NOW)).isNotNull();
    assertThat(again.against("shop", "bob", "r", NOW)).isNotNull();
    assertThat(again.against("shop", "bob", "any", NOW)).isNull();
  }

  @Test
  void listsThoseThatLastLongestFirst() {
    bans.ban("shop", BanScope.ACCOUNT, List.of("ann"), NOW + MINUTE, NOW);
    bans.ban("shop", BanScope.ACCOUNT, List.of("bob"), NOW + 3 * MINUTE, NOW);
    bans.ban("mall", BanScope.ACCOUNT, List.of("eve"), NOW + 3 * MINUTE, NOW);
    assertThat(bans.of("shop", BanScope.ACCOUNT, NOW)).extracting(Ban::userId).containsExactly("bob", "ann");
    assertThat(bans.of("shop", BanScope.ACCOUNT, NOW + MINUTE)).extracting(Ban::userId).containsExactly("bob");
  }

  @Test
  void anAppHasOnlySoManyAndExpiredOnesMakeRoom() {
    List<String> many = IntStream.range(0, Bans.BANS_PER_APP_MAX).mapToObj(i -> "user" + i).toList();
    bans.ban("shop", BanScope.EVERY_ROOM, many, NOW + MINUTE, NOW);
    assertThatExceptionOfType(BansFullException.class)
      .isThrownBy(() -> bans.ban("shop", BanScope.EVERY_ROOM, List.of("one more"), NOW + MINUTE, NOW)).withMessageContaining("shop");
    bans.ban("shop", BanScope.EVERY_ROOM, List.of("user1"), NOW + 2 * MINUTE, NOW);
    bans.ban("mall", BanScope.EVERY_ROOM, List.of("one more"), NOW + MINUTE, NOW);
    bans.ban("shop", BanScope.EVERY_ROOM, List.of("one more"), NOW + 2 * MINUTE, NOW + MINUTE);
    assertThat(store.kept).extracting(Ban::userId).containsExactlyInAnyOrder("user1", "one more");
  }
}
