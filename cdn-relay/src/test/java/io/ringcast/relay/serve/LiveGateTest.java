package io.ringcast.relay.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ringcast.http.ProblemException;
import io.ringcast.identity.App;
import io.ringcast.identity.Apps;
import io.ringcast.identity.Identity;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.LiveTokens;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenIssuer;
import io.ringcast.identity.ban.BanScope;
import io.ringcast.relay.hls.HlsSettings;
import io.ringcast.relay.live.StreamName;
import io.ringcast.relay.serve.LiveGate.Pass;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveGateTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final App SHOP = new App("shop", List.of(new KeyPair("k1", "the secret of the shop")));
  private static final App CLUB = new App("club", List.of(new KeyPair("k2", "the secret of the club")));

  private static LiveGate gate(boolean open) {
    LiveRules rules = new LiveRules(open, "shop", Duration.ofSeconds(15), HlsSettings.DEFAULT);
    return new LiveGate(Identity.unkept(new Apps(List.of(SHOP, CLUB))), rules, InstantSource.fixed(NOW));
  }

  private static LiveAddress address(String path) {
    return LiveAddress.of(List.of(path.split("/")));
  }

  @ParameterizedTest
  @CsvSource({
    "r.flv, shop, r, ",
    "r/ann_main.flv, shop, r, ann_main",
    "club/r.m3u8, club, r, ",
    "club/r/ann_main.m3u8, club, r, ann_main",
    "shop/r.flv, shop, shop, r"})
  void anOpenServersPathsNameTheirAppOrTheDefaultOne(String path, String app, String room, @Nullable String stream) {
    assertThat(gate(true).pass(address(path), null)).isEqualTo(new Pass(new StreamName(app, room, stream), null));
  }

  @Test
  void aTokensAppIsThePaths() {
    Instant end = NOW.plusSeconds(60);
    String token = LiveTokens.sign(CLUB, "r", end);
    StreamName room = new StreamName("club", "r", null);
    assertThat(gate(false).pass(address("r.flv"), token)).isEqualTo(new Pass(room, end));
    assertThat(gate(false).pass(address("club/r.flv"), token)).isEqualTo(new Pass(room, end));
    assertThat(gate(false).pass(address("r/ann_main.flv"), token)).isEqualTo(new Pass(new StreamName("club", "r", "ann_main"), end));
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> gate(false).pass(address("shop/r/ann_main.flv"), token))
      .satisfies(refused -> assertThat(refused.problem().slug()).isEqualTo("another-app"));
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> gate(false).pass(address("q.flv"), token))
      .satisfies(refused -> assertThat(refused.problem().slug()).isEqualTo("token-bad-signature"));
  }

  @Test
  void whoIsBannedMayNotWatch() {
    Identity identity = Identity.unkept(new Apps(List.of(SHOP, CLUB)));
    LiveRules rules = new LiveRules(false, "shop", Duration.ofSeconds(15), HlsSettings.DEFAULT);
    LiveGate gate = new LiveGate(identity, rules, InstantSource.fixed(NOW));
    String token = new TokenIssuer(SHOP.keys().getFirst()).issue(RoomToken.joining("bob", "r", NOW.plusSeconds(60)), NOW);
    assertThat(gate.pass(address("r.flv"), token).name()).isEqualTo(new StreamName("shop", "r", null));
    identity.bans().ban("shop", new BanScope.OneRoom("r"), List.of("bob"), NOW.plusSeconds(60).toEpochMilli(), NOW.toEpochMilli());
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> gate.pass(address("r.flv"), token))
      .satisfies(refused -> assertThat(refused.problem().slug()).isEqualTo("user-banned"));
  }

  @Test
  void aWorthlessTokenIsNoneEvenWhereNoneIsNeeded() {
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> gate(true).pass(address("r.flv"), "x"));
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> gate(false).pass(address("r.flv"), null))
      .satisfies(refused -> assertThat(refused.problem().slug()).isEqualTo("token-missing"));
  }
}
