package io.ringcast.signaling.room.host;

import io.ringcast.identity.ban.Ban;
import io.ringcast.identity.ban.BanScope;
import io.ringcast.identity.ban.Bans;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.Exclusions;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import java.time.Instant;
import java.util.List;

/** Keeps out whom the app has banned. */
public final class BanExclusions implements Exclusions {
  private final Bans bans;

  public BanExclusions(Bans bans) {
    this.bans = bans;
  }

  @Override
  public void require(RoomKey room, String userId, long nowMs) throws RoomRefusedException {
    Ban ban = bans.against(room.appId(), userId, room.roomId(), nowMs);
    if (ban != null) {
      boolean here = ban.scope() instanceof BanScope.OneRoom;
      throw new RoomRefusedException(here ? RoomRefusal.BANNED_FROM_ROOM : RoomRefusal.USER_BANNED,
          userId + " is banned" + (here ? " from room " + room.roomId() : "") + " until " + Instant.ofEpochMilli(ban.untilMs()) + ".",
          List.of());
    }
  }
}
