package io.ringcast.calls.exchange;

import java.util.HashMap;
import java.util.Map;

/**
 * Who is in the rooms of calls, and who was. A participant whose connection is lost while its media flow is not gone; one that has left the
 * room is, whatever its connection says. What rooms did before this server began is not known. Owned by the exchange's thread.
 */
final class RoomStays {
  private final Map<String, Map<String, Boolean>> there = new HashMap<>();

  void enter(String callId, String userId) {
    there.computeIfAbsent(callId, _ -> new HashMap<>()).put(userId, true);
  }

  void leave(String callId, String userId) {
    Map<String, Boolean> call = there.get(callId);
    if (call != null) {
      call.replace(userId, false);
    }
  }

  /** As if it had never been there. */
  void forget(String callId, String userId) {
    Map<String, Boolean> call = there.get(callId);
    if (call != null) {
      call.remove(userId);
    }
  }

  void forget(String callId) {
    there.remove(callId);
  }

  boolean isThere(String callId, String userId) {
    return there.getOrDefault(callId, Map.of()).getOrDefault(userId, false);
  }

  boolean hasLeft(String callId, String userId) {
    return !there.getOrDefault(callId, Map.of()).getOrDefault(userId, true);
  }
}
