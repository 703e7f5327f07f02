package io.ringcast.identity.ban;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RevocationsTest {
  private final Map<String, Revocation> kept = new HashMap<>();
  private final RevocationStore store = new RevocationStore() {
    @Override
    public List<Revocation> load() {
      return List.copyOf(kept.values());
    }

    @Override
    public void put(List<Revocation> revocations) {
      revocations.forEach(one -> kept.put(one.appId() + "/" + one.userId(), one));
    }

    @Override
    public void sweep(long nowMs) {
      kept.values().removeIf(one -> one.forgetAtMs() <= nowMs);
    }
  };
  private final Revocations revocations = new Revocations(store, 0);

  @Test
  void takesBackWhatWasIssuedBeforeAndNothingElse() {
    revocations.revoke(List.of(new Revocation("shop", "ann", 1_000, 100_000)), 1_000);
    assertThat(revocations.revoked("shop", "ann", 999)).isTrue();
    assertThat(revocations.revoked("shop", "ann", 1_000)).isFalse();
    assertThat(revocations.revoked("mall", "ann", 999)).isFalse();
    assertThat(revocations.revoked("shop", "bob", 999)).isFalse();
    assertThat(new Revocations(store, 0).revoked("shop", "ann", 999)).as("after a restart").isTrue();
  }

  @Test
  void whatWasTakenBackStaysSo() {
    revocations.revoke(List.of(new Revocation("shop", "ann", 1_000, 100_000)), 0);
    revocations.revoke(List.of(new Revocation("shop", "ann", 500, 90_000)), 0);
    assertThat(revocations.revoked("shop", "ann", 999)).isTrue();
    revocations.revoke(List.of(new Revocation("shop", "ann", 2_000, 110_000)), 0);
    assertThat(revocations.revoked("shop", "ann", 1_999)).isTrue();
  }

  @Test
  void isForgottenOnceTheTokensHaveExpired() {
    revocations.revoke(List.of(new Revocation("shop", "ann", 1_000, 100_000)), 0);
    revocations.revoke(List.of(new Revocation("shop", "bob", 1_000, 200_000)), 100_000);
    assertThat(kept).containsOnlyKeys("shop/bob");
  }
}
