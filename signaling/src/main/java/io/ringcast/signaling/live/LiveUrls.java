package io.ringcast.signaling.live;

import io.ringcast.events.Happening;
import io.ringcast.identity.Apps;
import io.ringcast.identity.LiveTokens;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.AttributeChange;
import io.ringcast.signaling.room.host.Addresses;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.util.UriUtils;

/** Where rooms' live streams are played, with the token that it takes. Any thread. */
public final class LiveUrls implements Addresses {
  private static final String ATTRIBUTE = AttributeChange.SERVER_PREFIX + "live.";
  private static final int MS_PER_S = 1_000;
  /** What a URL of RTMP means that names no port. */
  private static final int RTMP_PORT = 1_935;

  private final Apps apps;
  private final Rules rules;
  private final InstantSource clock;
  private volatile int rtmpPort;

  /**
   * How LiveURLs are given out.
   *
   * @param open whether they need no token
   * @param defaultApp whose rooms a path without token names
   * @param lifetime how long a token is good
   * @param publicUrl where viewers reach this server, such as {@code https://media.example}; empty where each request says it by its host
   */
  public record Rules(boolean open, String defaultApp, Duration lifetime, String publicUrl) {
    /** Tokens for a day. */
    public static final Rules SIGNED = new Rules(false, "", Duration.ofDays(1), "");
  }

  public LiveUrls(Apps apps, Rules rules, InstantSource clock) {
    this.apps = apps;
    this.rules = rules;
    this.clock = clock;
  }

  /** RTMP is played on this port from now on. */
  public void rtmpAt(int port) {
    rtmpPort = port;
  }

  /**
   * With their token, for who asked by this request and may watch.
   *
   * @param streamId null for the room's own stream
   */
  public LiveUrl of(RoomKey room, @Nullable String streamId, ServerRequest request) {
    return url(room, streamId, rules.publicUrl().isEmpty() ? askedAt(request.uri()) : rules.publicUrl(), true);
  }

  private static String askedAt(URI uri) {
    return uri.getHost() == null ? "" : uri.getScheme() + "://" + uri.getRawAuthority();
  }

  /** With their token. */
  @Override
  public Happening.Live ofStream(RoomKey room, String streamId) {
    LiveUrl own = url(room, streamId, rules.publicUrl(), true);
    return new Happening.Live(told(own), told(url(room, null, rules.publicUrl(), true)), own.expiresAtMs());
  }

  private static Happening.LiveUrl told(LiveUrl url) {
    return new Happening.LiveUrl(url.flv(), url.hls(), url.rtmp(), url.whep());
  }

  /** Without token: members have room tokens of their own, which last as long as they may watch. */
  @Override
  public Map<String, String> attributes(RoomKey room) {
    LiveUrl url = url(room, null, rules.publicUrl(), false);
    Map<String, String> attributes = new HashMap<>(Map.of(ATTRIBUTE + "flv", url.flv(), ATTRIBUTE + "hls", url.hls()));
    if (url.rtmp() != null) {
      attributes.put(ATTRIBUTE + "rtmp", url.rtmp());
    }
    return attributes;
  }

  private LiveUrl url(RoomKey room, @Nullable String streamId, String base, boolean signed) {
    String names = encoded(room.roomId()) + (streamId == null ? "" : "/" + encoded(streamId));
    String path = "/live/" + (rules.open() && !room.appId().equals(rules.defaultApp()) ? encoded(room.appId()) + "/" : "") + names;
    Instant expiresAt = clock.instant().plus(rules.lifetime());
    String token = signed && !rules.open() ? token(room, expiresAt) : null;
    String query = token == null ? "" : "?token=" + token;
    String rtmp = base.isEmpty() ? null : rtmp(base, path + query);
    return new LiveUrl(base + path + ".flv" + query, base + path + ".m3u8" + query, rtmp, base + "/whep/" + names,
        token == null ? null : expiresAt.getEpochSecond() * MS_PER_S);
  }

  private @Nullable String token(RoomKey room, Instant expiresAt) {
    return apps.all().stream().filter(one -> one.appId().equals(room.appId())).findFirst()
        .map(app -> UriUtils.encodeQueryParam(LiveTokens.sign(app, room.roomId(), expiresAt), StandardCharsets.UTF_8)).orElse(null);
  }

  private @Nullable String rtmp(String base, String path) {
    String host = URI.create(base).getHost();
    return host == null || rtmpPort == 0 ? null : "rtmp://" + host + (rtmpPort == RTMP_PORT ? "" : ":" + rtmpPort) + path;
  }

  private static String encoded(String id) {
    return UriUtils.encode(id, StandardCharsets.UTF_8);
  }
}
