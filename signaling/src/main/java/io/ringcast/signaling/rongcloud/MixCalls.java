package io.ringcast.signaling.rongcloud;

import io.ringcast.signaling.mix.MixFaultException;
import io.ringcast.signaling.mix.RoomMixes;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The call that starts a room's mix, or replaces what is asked of it. For threads that may wait. */
final class MixCalls {
  private static final String ROOM = "roomId";
  private static final String SESSION = "sessionId";

  private final Rooms rooms;
  private final RoomMixes mixes;

  MixCalls(Rooms rooms, RoomMixes mixes) {
    this.rooms = rooms;
    this.mixes = mixes;
  }

  Map<String, RongCloudDoor.Call> posts() {
    return Map.of("/rtc/mcu/config.json", this::config);
  }

  /** The room and its session are named beside what the document itself says. */
  private Map<String, Object> config(SignedCaller caller, Arguments call) throws RoomRefusedException {
    String roomId = Ids.of(call.fields(), ROOM);
    String sessionId = call.fields().text(SESSION, Ids.CHARS_MAX);
    JsonNode body = call.fields().object();
    if (body == null) {
      throw new ApiException(ApiCode.BAD_PARAMETER, "Send the mix as application/json.");
    }
    ObjectNode document = ((ObjectNode) body.deepCopy()).remove(List.of(ROOM, SESSION));
    RoomHost host = rooms.enterOpen(caller.room(roomId), (there, room) -> {
      if (!sessionId.isEmpty() && !sessionId.equals(room.sessionId())) {
        throw new RoomRefusedException(RoomRefusal.NO_SUCH_MIX, "Room " + roomId + " has another session now.", List.of());
      }
      return there;
    }).orElseThrow(() -> RoomCalls.noRoom(roomId));
    try {
      mixes.submit(host, document, null, RoomMixes.Existing.REPLACED);
      return Map.of();
    } catch (MixFaultException e) {
      throw new ApiException(ApiCode.BAD_PARAMETER, e.detail());
    }
  }
}
