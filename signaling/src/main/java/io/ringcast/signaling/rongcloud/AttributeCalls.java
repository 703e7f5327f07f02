package io.ringcast.signaling.rongcloud;

import io.ringcast.http.Json;
import io.ringcast.http.ProblemException;
import io.ringcast.signaling.room.AttributeChange;
import io.ringcast.signaling.room.AttributeChange.Message;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.Rooms;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The calls about what a room's members share, with the fields of RongCloud's client SDKs. For threads that may wait. */
final class AttributeCalls {
  /** As many as a room may have. */
  static final int KEYS_MAX = 64;
  private static final String ROOM = "roomId";
  private static final String KEYS = "keys";

  private final Rooms rooms;

  AttributeCalls(Rooms rooms) {
    this.rooms = rooms;
  }

  Map<String, RongCloudDoor.Call> posts() {
    return Map.of(
        "/rtc/room/attributes/set.json", this::set,
        "/rtc/room/attributes/get.json", this::get,
        "/rtc/room/attributes/delete.json", this::delete);
  }

  private Map<String, Object> set(SignedCaller caller, Arguments call) throws RoomRefusedException {
    String key = call.fields().find("key");
    String value = call.fields().find("value");
    if (key == null || key.isEmpty() || value == null) {
      throw new ApiException(ApiCode.BAD_PARAMETER, "Send key and value.");
    }
    return change(caller, call, new AttributeChange(Map.of(key, value), Set.of(), message(call.fields())));
  }

  /** Without keys, all of them but the server's own. */
  private Map<String, Object> get(SignedCaller caller, Arguments call) throws RoomRefusedException {
    String roomId = Ids.of(call.fields(), ROOM);
    List<String> keys = call.fields().all(KEYS);
    return rooms.enterOpen(caller.room(roomId), (host, room) -> {
      Map<String, String> wanted = new TreeMap<>(room.attributes());
      if (keys.isEmpty()) {
        wanted.keySet().removeIf(AttributeChange::isServers);
      } else {
        wanted.keySet().retainAll(keys);
      }
      return Map.<String, Object>of("attributes", wanted);
    }).orElseThrow(() -> RoomCalls.noRoom(roomId));
  }

  /** A key that is not there is gone already. */
  private Map<String, Object> delete(SignedCaller caller, Arguments call) throws RoomRefusedException {
    List<String> keys = call.fields().all(KEYS);
    if (keys.isEmpty() || keys.size() > KEYS_MAX) {
      throw new ApiException(ApiCode.BAD_PARAMETER, "Send 1 to " + KEYS_MAX + " values of " + KEYS + ".");
    }
    return change(caller, call, new AttributeChange(Map.of(), Set.copyOf(keys), message(call.fields())));
  }

  private Map<String, Object> change(SignedCaller caller, Arguments call, AttributeChange change) throws RoomRefusedException {
    String roomId = Ids.of(call.fields(), ROOM);
    return rooms.change(caller.room(roomId), (host, room) -> {
      room.change(change, host.nowMs());
      return Map.<String, Object>of();
    }).orElseThrow(() -> RoomCalls.noRoom(roomId));
  }

  /** An object in JSON; in a form, the text of one. */
  private static @Nullable Message message(Fields fields) {
    String text = fields.find("message");
    if (text == null) {
      return null;
    }
    try {
      JsonNode message = Json.object(text);
      return new Message(word(message, "name"), word(message, "content"));
    } catch (ProblemException e) {
      throw new ApiException(ApiCode.BAD_PARAMETER, "Send message as an object with name and content: " + e.problem().detail());
    }
  }

  private static String word(JsonNode message, String name) {
    JsonNode word = message.get(name);
    if (word == null || word.isNull()) {
      return "";
    }
    if (!word.isString()) {
      throw new ApiException(ApiCode.BAD_PARAMETER, "A message's " + name + " is a text.");
    }
    return word.asString();
  }
}
