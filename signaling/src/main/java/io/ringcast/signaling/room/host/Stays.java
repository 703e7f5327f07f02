package io.ringcast.signaling.room.host;

import io.ringcast.identity.StayPolicy;
import io.ringcast.identity.StayPolicy.Rooms;
import io.ringcast.identity.StayPolicy.Second;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Residence;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where every user of every app is, and whether it may be in one more room, by its app's {@link StayPolicy}. Rooms call from their own
 * queues; each user's stays change in one atomic step, so that of two rooms which the same user enters at once one comes second.
 */
final class Stays implements Residence {
  private final Function<String, StayPolicy> policies;
  private final Eviction eviction;
  private final ConcurrentMap<User, Map<RoomKey, String>> byUser = new ConcurrentHashMap<>();

  private record User(String appId, String userId) {}

  /** Ends a stay in another room, later and on that room's queue. */
  @FunctionalInterface
  interface Eviction {
    void evict(RoomKey room, String sid);
  }

  /** @param policies by app */
  Stays(Function<String, StayPolicy> policies, Eviction eviction) {
    this.policies = policies;
    this.eviction = eviction;
  }

  @Override
  public void check(RoomKey room, String userId, @Nullable Participant before) throws RoomRefusedException {
    StayPolicy policy = policies.apply(room.appId());
    if (policy.second() != Second.REFUSE_LATER) {
      return;
    }
    if (before != null && !before.away()) {
      throw refused(userId, room);
    }
    for (RoomKey other : byUser.getOrDefault(new User(room.appId(), userId), Map.of()).keySet()) {
      if (policy.rooms() == Rooms.ONE && !other.equals(room)) {
        throw refused(userId, other);
      }
    }
  }

  @Override
  public void enter(RoomKey room, String userId, String sid, @Nullable Participant before) throws RoomRefusedException {
    StayPolicy policy = policies.apply(room.appId());
    boolean refuses = policy.second() == Second.REFUSE_LATER;
    if (refuses && before != null && !before.away()) {
      throw refused(userId, room);
    }
    boolean one = policy.rooms() == Rooms.ONE && policy.second() != Second.ALLOW_BOTH;
    Map<RoomKey, String> elsewhere = new LinkedHashMap<>();
    byUser.compute(new User(room.appId(), userId), (user, now) -> {
      Map<RoomKey, String> next = now == null ? new LinkedHashMap<>() : new LinkedHashMap<>(now);
      if (one) {
        elsewhere.putAll(next);
        elsewhere.remove(room);
      }
      if (refuses && !elsewhere.isEmpty()) {
        return now;
      }
      next.keySet().removeAll(elsewhere.keySet());
      next.put(room, sid);
      return next;
    });
    if (refuses && !elsewhere.isEmpty()) {
      throw refused(userId, elsewhere.keySet().iterator().next());
    }
    elsewhere.forEach(eviction::evict);
  }

  @Override
  public void leave(RoomKey room, String userId, String sid) {
    byUser.computeIfPresent(new User(room.appId(), userId), (user, now) -> {
      if (!sid.equals(now.get(room))) {
        return now;
      }
      Map<RoomKey, String> next = new LinkedHashMap<>(now);
      next.remove(room);
      return next.isEmpty() ? null : next;
    });
  }

  /** Users that are somewhere. */
  int size() {
    return byUser.size();
  }

  private static RoomRefusedException refused(String userId, RoomKey where) {
    return new RoomRefusedException(RoomRefusal.ALREADY_ELSEWHERE,
        userId + " is in room " + where.roomId() + " already, and this app lets the earlier stay go on: leave it first.", List.of());
  }
}
