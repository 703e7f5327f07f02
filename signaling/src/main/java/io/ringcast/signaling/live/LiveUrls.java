package io.ringcast.signaling.live;

import io.ringcast.identity.App;
import io.ringcast.identity.Apps;
import io.ringcast.identity.LiveTokens;
import io.ringcast.sfu.api.RoomKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/** Where rooms' live streams are played, with the token that it takes. Any thread. */
public final class LiveUrls {
  private final Apps apps;
  private final Rules rules;
  private final InstantSource clock;

  /**
   * How LiveURLs are given out.
   *
   * @param open whether they need no token
   * @param defaultApp whose rooms a path without token names
   * @param lifetime how long a token is good
   */
  public record Rules(boolean open, String defaultApp, Duration lifetime) {
    /** Tokens for a day. */
    public static final Rules SIGNED = new Rules(false, "", Duration.ofDays(1));
  }

  public LiveUrls(Apps apps, Rules rules, InstantSource clock) {
    this.apps = apps;
    this.rules = rules;
    this.clock = clock;
  }

  /** @param streamId null for the room's own stream */
  public LiveUrl of(RoomKey room, @Nullable String streamId) {
    String path = "/live/" + (rules.open() && !room.appId().equals(rules.defaultApp()) ? encoded(room.appId()) + "/" : "")
        + encoded(room.roomId()) + (streamId == null ? "" : "/" + encoded(streamId));
    App app = apps.all().stream().filter(one -> one.appId().equals(room.appId())).findFirst().orElse(null);
    if (rules.open() || app == null) {
      return new LiveUrl(path + ".flv", path + ".m3u8", null);
    }
    Instant expiresAt = clock.instant().plus(rules.lifetime());
    String query = "?token=" + UriUtils.encodeQueryParam(LiveTokens.sign(app, room.roomId(), expiresAt), StandardCharsets.UTF_8);
    return new LiveUrl(path + ".flv" + query, path + ".m3u8" + query, expiresAt.getEpochSecond() * 1_000);
  }

  private static String encoded(String id) {
    return UriUtils.encode(id, StandardCharsets.UTF_8);
  }
}
