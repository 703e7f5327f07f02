package io.ringcast.signaling.room.host;

import io.ringcast.signaling.room.PendingLimits;
import io.ringcast.signaling.room.RoomCounters;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Those who were let in, by whatever door, and have not connected yet, within {@link PendingLimits}. Any thread may call. */
public final class PendingPlaces {
  /** When it is worth asking again for who was refused for the crowd: a pending session lives three times as long at most. */
  public static final int RETRY_AFTER_S = 10;

  private final PendingLimits limits;
  private final RoomCounters counters;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Integer> perApp = new HashMap<>();
  private final Map<String, Integer> perAddress = new HashMap<>();
  private int total;

  PendingPlaces(PendingLimits limits, RoomCounters counters) {
    this.limits = limits;
    this.counters = counters;
  }

  /** One place; given back once who took it has connected or ended. */
  public final class Place {
    private final String appId;
    private final String address;
    private boolean taken = true;

    private Place(String appId, String address) {
      this.appId = appId;
      this.address = address;
    }

    /** Gives it back; once given back it stays so. */
    public void release() {
      lock.lock();
      try {
        if (taken) {
          taken = false;
          total--;
          less(perApp, appId);
          less(perAddress, address);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** @param address tells apart where requests come from */
  public Place take(String appId, String address) throws RoomRefusedException {
    lock.lock();
    try {
      RoomRefusal reason = refusal(appId, address);
      if (reason != null) {
        counters.onRefused(reason);
        throw new RoomRefusedException(
            reason, "Too many sessions wait for their first packet: try again in " + RETRY_AFTER_S + " seconds.", List.of());
      }
      total++;
      perApp.merge(appId, 1, Integer::sum);
      perAddress.merge(address, 1, Integer::sum);
      return new Place(appId, address);
    } finally {
      lock.unlock();
    }
  }

  /** Which limit one more would break; null for none. */
  private @Nullable RoomRefusal refusal(String appId, String address) {
    if (perAddress.getOrDefault(address, 0) >= limits.perAddress()) {
      return RoomRefusal.TOO_MANY_PENDING_OF_ADDRESS;
    }
    if (perApp.getOrDefault(appId, 0) >= limits.perApp()) {
      return RoomRefusal.TOO_MANY_PENDING_OF_APP;
    }
    return total >= limits.total() ? RoomRefusal.TOO_MANY_PENDING : null;
  }

  public int size() {
    lock.lock();
    try {
      return total;
    } finally {
      lock.unlock();
    }
  }

  private static void less(Map<String, Integer> counts, String key) {
    counts.computeIfPresent(key, (ignored, count) -> count == 1 ? null : count - 1);
  }
}
