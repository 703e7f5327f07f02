package io.ringcast.relay.serve;

import io.ringcast.http.Bearer;
import io.ringcast.http.Problem;
import io.ringcast.identity.Identity;
import io.ringcast.identity.LiveTokens;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenResult;
import io.ringcast.identity.ban.Ban;
import io.ringcast.relay.live.StreamName;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Says which stream a path names to whoever brings a token for it, or none where live streams are open. */
public final class LiveGate {
  private final Identity identity;
  private final LiveTokens tokens;
  private final LiveRules rules;
  private final InstantSource clock;

  public LiveGate(Identity identity, LiveRules rules, InstantSource clock) {
    this.identity = identity;
    tokens = new LiveTokens(identity.apps());
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * A stream that may be played.
   *
   * @param expiresAt until then; null for ever
   */
  public record Pass(StreamName name, @Nullable Instant expiresAt) {}

  /**
   * The stream that an address names; a problem for who may not play it.
   *
   * @param token of a LiveURL, or a room token of somebody who may watch; null for none
   */
  public Pass pass(LiveAddress address, @Nullable String token) {
    if (token == null) {
      return new Pass(unsigned(address), null);
    }
    boolean named = address.third() != null || (address.second() != null && isOtherApp(address.first()));
    String roomId = named ? String.valueOf(address.second()) : address.first();
    Holder holder = holder(token, roomId);
    if (named && !holder.appId().equals(address.first())) {
      throw Problem.forbidden("another-app", "The token belongs to another app than the path.").exception();
    }
    String streamId = named ? address.third() : address.second();
    return new Pass(new StreamName(holder.appId(), roomId, streamId), holder.expiresAt());
  }

  /** Whether a token is still good for a room. */
  void require(String roomId, String token) {
    holder(token, roomId);
  }

  private StreamName unsigned(LiveAddress address) {
    if (!rules.open()) {
      throw Problem.of(HttpStatus.UNAUTHORIZED, "token-missing", "The token is not accepted",
          "Use the LiveURL as it was given, with its token.")
        .withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"ringcast\"").exception();
    }
    String second = address.second();
    String third = address.third();
    if (second != null && third != null) {
      return new StreamName(address.first(), second, third);
    }
    return second != null && isOtherApp(address.first())
      ? new StreamName(address.first(), second, null)
      : new StreamName(rules.defaultApp(), address.first(), second);
  }

  /** Whether a name is an app's whose streams have its name before theirs. */
  private boolean isOtherApp(String name) {
    return !name.equals(rules.defaultApp()) && identity.apps().all().stream().anyMatch(app -> app.appId().equals(name));
  }

  private record Holder(String appId, Instant expiresAt) {}

  private Holder holder(String token, String roomId) {
    Instant now = clock.instant();
    if (token.startsWith("eyJ")) {
      return switch (identity.roomTokens().verify(token, now)) {
        case TokenResult.Accepted accepted -> watcher(accepted.app().appId(), accepted.token(), roomId, now);
        case TokenResult.Refused refused -> throw Bearer.worthless(refused.reason(), refused.detail());
      };
    }
    return switch (tokens.verify(token, roomId, now)) {
      case LiveTokens.Judged.Good good -> new Holder(good.app().appId(), good.expiresAt());
      case LiveTokens.Judged.Bad bad -> throw Bearer.worthless(bad.reason(), bad.detail());
    };
  }

  private Holder watcher(String appId, RoomToken token, String roomId, Instant now) {
    if (!token.roomJoin() || !roomId.equals(token.roomId()) || !token.canSubscribe()) {
      throw Problem.forbidden("may-not-subscribe", "Get a token that may join room " + roomId + " and subscribe there.").exception();
    }
    Ban ban = identity.bans().against(appId, token.userId(), roomId, now.toEpochMilli());
    if (ban != null) {
      throw Problem.forbidden("user-banned", token.userId() + " is banned until " + Instant.ofEpochMilli(ban.untilMs()) + ".").exception();
    }
    return new Holder(appId, token.expiresAt());
  }
}
