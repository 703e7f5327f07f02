package io.ringcast.fuzz.body;

import io.ringcast.http.ProblemException;
import io.ringcast.identity.App;
import io.ringcast.identity.Apps;
import io.ringcast.identity.Identity;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.LiveTokens;
import io.ringcast.identity.RoomToken;
import io.ringcast.relay.hls.HlsSettings;
import io.ringcast.relay.serve.LiveAddress;
import io.ringcast.relay.serve.LiveGate;
import io.ringcast.relay.serve.LiveRules;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/** A LiveURL's decoded path, and a token behind a line break: refused by name, or a stream of an app of ours whose names are ids. */
public final class LiveUrlBody implements FuzzBody {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final App APP = new App("app", List.of(KeyPair.DEVELOPMENT));
  private static final int NAMES_MAX = 3;

  private final Identity identity = Identity.unkept(new Apps(List.of(APP, new App("shop", List.of(new KeyPair("k", "another secret"))))));
  private final LiveGate signed = gate(false);
  private final LiveGate open = gate(true);

  private LiveGate gate(boolean anybody) {
    LiveRules rules = new LiveRules(anybody, "app", Duration.ofSeconds(15), HlsSettings.DEFAULT);
    return new LiveGate(identity, rules, InstantSource.fixed(NOW));
  }

  @Override
  public void take(byte[] input) {
    String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", 2);
    List<String> names = Arrays.stream(lines[0].split("/", -1)).limit(NAMES_MAX).toList();
    String token = lines.length < 2 || lines[1].isEmpty() ? null : lines[1];
    try {
      LiveAddress address = LiveAddress.of(names);
      check(open.pass(address, null));
      check((token == null ? open : signed).pass(address, token));
    } catch (ProblemException e) {
      Invariant.holds(!e.problem().detail().isEmpty(), "a refusal says why");
    }
  }

  private static void check(LiveGate.Pass pass) {
    String streamId = pass.name().streamId();
    Invariant.holds(RoomToken.isId(pass.name().roomId()), "a room has a name");
    Invariant.holds(streamId == null || RoomToken.isId(streamId), "a stream has a name");
    Invariant.holds(pass.expiresAt() == null || pass.expiresAt().isAfter(NOW), "what has expired opens nothing");
  }

  @Override
  public List<byte[]> seeds() {
    String token = LiveTokens.sign(APP, "r", NOW.plusSeconds(60));
    return List.of("r.flv", "r/ann_main.m3u8", "shop/r/ann_main.flv\n" + token, "r.flv\n" + token, "app/r.m3u8\n" + token,
        "../../etc/passwd.flv", "r.mp4", ".flv", "r.flv\n" + LiveTokens.sign(APP, "r", NOW), "r.flv\neyJ.eyJ.x")
      .stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }
}
