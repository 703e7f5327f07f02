package io.ringcast.signaling.rongcloud;

import io.ringcast.identity.ban.BanScope;
import io.ringcast.identity.ban.Bans;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.live.LiveUrl;
import io.ringcast.signaling.live.LiveUrls;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.Expulsion;
import io.ringcast.signaling.room.host.Rooms;
import java.util.List;
import java.util.Map;

/** The calls about one room. For threads that may wait. */
final class RoomCalls {
  /** A call names at most so many users. */
  static final int USERS_MAX = 100;
  private static final String ROOM = "/v2/rtc/rooms/{room_id}";
  private static final String USERS = "user_ids";

  private final Rooms rooms;
  private final Bans bans;
  private final Expulsion expulsion;
  private final LiveUrls live;

  RoomCalls(Rooms rooms, Bans bans, Expulsion expulsion, LiveUrls live) {
    this.rooms = rooms;
    this.bans = bans;
    this.expulsion = expulsion;
    this.live = live;
  }

  Map<String, RongCloudDoor.Call> posts() {
    return Map.of(
        "/rtc/room/query.json", this::query,
        "/rtc/user/kick.json", this::kick,
        ROOM + "/block-users", this::block,
        ROOM + "/unblock-users", this::unblock);
  }

  Map<String, RongCloudDoor.Call> deletes() {
    return Map.of(ROOM, this::destroy);
  }

  private Map<String, Object> query(SignedCaller caller, Arguments call) throws RoomRefusedException {
    RoomKey key = caller.room(Ids.of(call.fields(), "roomId"));
    Map<String, Object> lines = rooms.enterOpen(key, (host, room) -> RoomLines.of(room)).orElseThrow(() -> noRoom(key.roomId()));
    LiveUrl url = live.of(key, null, call.request());
    lines.put("liveUrl", url.flv());
    lines.put("hlsUrl", url.hls());
    if (url.rtmp() != null) {
      lines.put("rtmpUrl", url.rtmp());
    }
    return lines;
  }

  /** A user who is not there is out already. */
  private Map<String, Object> kick(SignedCaller caller, Arguments call) throws RoomRefusedException {
    RoomKey key = caller.room(Ids.of(call.fields(), "roomId"));
    String userId = Ids.of(call.fields(), "userId");
    return rooms.change(key, (host, room) -> {
      List.copyOf(room.members()).stream().filter(member -> member.userId().equals(userId))
          .forEach((Participant member) -> room.leave(member, LeaveReason.REMOVED, host.nowMs()));
      return Map.<String, Object>of();
    }).orElseThrow(() -> noRoom(key.roomId()));
  }

  /** A room need not be open to be closed to somebody. */
  private Map<String, Object> block(SignedCaller caller, Arguments call) {
    RoomKey key = caller.room(call.roomId());
    List<String> userIds = Ids.all(call.fields(), USERS, USERS_MAX);
    long untilMs = call.nowMs() + call.fields().number("minute", 1, UserCalls.MINUTES_MAX) * UserCalls.MS_PER_MINUTE;
    UserCalls.full(() -> bans.ban(caller.appId(), new BanScope.OneRoom(key.roomId()), userIds, untilMs, call.nowMs()));
    expulsion.from(key, userIds);
    return Map.of();
  }

  private Map<String, Object> unblock(SignedCaller caller, Arguments call) {
    bans.lift(caller.appId(), new BanScope.OneRoom(call.roomId()), Ids.all(call.fields(), USERS, USERS_MAX));
    return Map.of();
  }

  private Map<String, Object> destroy(SignedCaller caller, Arguments call) throws RoomRefusedException {
    RoomKey key = caller.room(call.roomId());
    return rooms.change(key, (host, room) -> {
      room.end(LeaveReason.ROOM_DELETED);
      return Map.<String, Object>of();
    }).orElseThrow(() -> noRoom(key.roomId()));
  }

  static ApiException noRoom(String roomId) {
    return new ApiException(ApiCode.NO_SUCH_ROOM, "Room " + roomId + " is not open: it opens when somebody joins it.");
  }
}
