package io.ringcast.signaling.rongcloud;

import io.ringcast.identity.UserToken;
import io.ringcast.identity.UserTokens;
import io.ringcast.identity.ban.Ban;
import io.ringcast.identity.ban.BanScope;
import io.ringcast.identity.ban.Bans;
import io.ringcast.identity.ban.BansFullException;
import io.ringcast.identity.ban.Revocation;
import io.ringcast.identity.ban.Revocations;
import io.ringcast.signaling.room.host.Expulsion;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The calls about users, wherever they are: tokens and bans. For threads that may wait. */
final class UserCalls {
  static final int USERS_MAX = 20;
  static final int MINUTES_MAX = 43_200;
  static final long MS_PER_MINUTE = 60_000;
  private static final int NAME_CHARS_MAX = 128;
  private static final int URI_CHARS_MAX = 1_024;
  private static final int PAGE_SIZE = 50;
  private static final int LIST_MAX = 1_000;
  private static final String USER = "userId";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private final Bans bans;
  private final Revocations revocations;
  private final Expulsion expulsion;

  UserCalls(Bans bans, Revocations revocations, Expulsion expulsion) {
    this.bans = bans;
    this.revocations = revocations;
    this.expulsion = expulsion;
  }

  Map<String, RongCloudDoor.Call> posts() {
    return Map.of(
        "/user/getToken.json", UserCalls::token,
        "/user/token/expire.json", this::expire,
        "/user/block.json", (caller, call) -> block(caller, call, BanScope.ACCOUNT, USERS_MAX),
        "/user/unblock.json", (caller, call) -> unblock(caller, call, BanScope.ACCOUNT, USERS_MAX),
        "/user/block/query.json", this::blocked,
        "/rtc/user/block.json", (caller, call) -> block(caller, call, BanScope.EVERY_ROOM, 1),
        "/rtc/user/unblock.json", (caller, call) -> unblock(caller, call, BanScope.EVERY_ROOM, 1));
  }

  private static Map<String, Object> token(SignedCaller caller, Arguments call) {
    String userId = Ids.of(call.fields(), USER);
    String name = call.fields().text("name", NAME_CHARS_MAX);
    String portraitUri = call.fields().text("portraitUri", URI_CHARS_MAX);
    Instant now = Instant.ofEpochMilli(call.nowMs());
    UserToken token = new UserToken(userId, name, portraitUri, now, now.plus(caller.app().userTokens().lifetime()));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(USER, userId);
    answer.put("token", UserTokens.issue(token, caller.pair()));
    return answer;
  }

  /** Stays go on; who is out does not come back with such a token. */
  private Map<String, Object> expire(SignedCaller caller, Arguments call) {
    List<String> userIds = Ids.all(call.fields(), USER, USERS_MAX);
    long beforeMs = call.fields().number("time", 0, call.nowMs());
    long forgetAtMs = beforeMs + caller.app().userTokens().lifetime().toMillis();
    full(() -> revocations.revoke(
        userIds.stream().map(userId -> new Revocation(caller.appId(), userId, beforeMs, forgetAtMs)).toList(), call.nowMs()));
    return Map.of();
  }

  private Map<String, Object> block(SignedCaller caller, Arguments call, BanScope scope, int usersMax) {
    List<String> userIds = Ids.all(call.fields(), USER, usersMax);
    long minutes = call.fields().number("minute", 1, MINUTES_MAX);
    full(() -> bans.ban(caller.appId(), scope, userIds, call.nowMs() + minutes * MS_PER_MINUTE, call.nowMs()));
    expulsion.fromEveryRoom(caller.appId(), userIds);
    return Map.of();
  }

  private Map<String, Object> unblock(SignedCaller caller, Arguments call, BanScope scope, int usersMax) {
    bans.lift(caller.appId(), scope, Ids.all(call.fields(), USER, usersMax));
    return Map.of();
  }

  /** Without a page, or with page 0, the first thousand. */
  private Map<String, Object> blocked(SignedCaller caller, Arguments call) {
    long page = call.fields().number("page", 0, Integer.MAX_VALUE, 0);
    long size = page == 0 ? LIST_MAX : call.fields().number("size", 1, LIST_MAX, PAGE_SIZE);
    return Map.of("users", bans.of(caller.appId(), BanScope.ACCOUNT, call.nowMs()).stream()
        .skip(page == 0 ? 0 : (page - 1) * size).limit(size).map(UserCalls::line).toList());
  }

  private static Map<String, Object> line(Ban ban) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put(USER, ban.userId());
    line.put("blockEndTime", TIME.format(Instant.ofEpochMilli(ban.untilMs())));
    return line;
  }

  static void full(Runnable change) {
    try {
      change.run();
    } catch (BansFullException e) {
      throw new ApiException(ApiCode.TOO_FREQUENT, e.getMessage() + ".");
    }
  }
}
