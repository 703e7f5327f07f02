package io.ringcast.signaling.session;

import io.ringcast.sfu.api.PeerId;
import io.ringcast.signaling.room.PendingLimits;
import io.ringcast.signaling.room.RoomRefusal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sessions that were asked for and have not connected yet, within {@link PendingLimits}. Guarded by the lock of {@link Sessions}. */
final class PendingSessions {
  private final PendingLimits limits;
  private final Map<PeerId, Place> places = new HashMap<>();
  private final Map<String, Integer> perApp = new HashMap<>();
  private final Map<String, Integer> perAddress = new HashMap<>();

  private record Place(String appId, String address) {}

  PendingSessions(PendingLimits limits) {
    this.limits = limits;
  }

  /** Which limit one more session would break; null for none. */
  @Nullable RoomRefusal refusal(String appId, String address) {
    if (perAddress.getOrDefault(address, 0) >= limits.perAddress()) {
      return RoomRefusal.TOO_MANY_PENDING_OF_ADDRESS;
    }
    if (perApp.getOrDefault(appId, 0) >= limits.perApp()) {
      return RoomRefusal.TOO_MANY_PENDING_OF_APP;
    }
    return places.size() >= limits.total() ? RoomRefusal.TOO_MANY_PENDING : null;
  }

  void add(PeerId peer, String appId, String address) {
    places.put(peer, new Place(appId, address));
    perApp.merge(appId, 1, Integer::sum);
    perAddress.merge(address, 1, Integer::sum);
  }

  /** The session has connected or ended; one that did so before is left alone. */
  void remove(PeerId peer) {
    Place place = places.remove(peer);
    if (place != null) {
      less(perApp, place.appId());
      less(perAddress, place.address());
    }
  }

  int size() {
    return places.size();
  }

  private static void less(Map<String, Integer> counts, String key) {
    counts.computeIfPresent(key, (ignored, count) -> count == 1 ? null : count - 1);
  }
}
