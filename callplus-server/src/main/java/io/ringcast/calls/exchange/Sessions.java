package io.ringcast.calls.exchange;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The devices' sessions of one app. Owned by the exchange's thread. */
final class Sessions {
  /** Devices of one user. */
  static final int DEVICES_MAX = 16;

  /** A device that comes and goes again and again leaves no more than these beside those that count. */
  private static final int LOSSES_SPARE = 64;

  private static final class Owner {
    private final List<DeviceSession> sessions = new ArrayList<>();
    private final Pace pace;

    Owner(long nowMs) {
      pace = new Pace(nowMs);
    }
  }

  private record Loss(DeviceSession session, long atMs) {}

  private final Map<String, DeviceSession> byId = new HashMap<>();
  private final Map<String, Owner> byUser = new HashMap<>();
  /** In the order of time, since all have the same grace; some are back meanwhile. */
  private final Deque<Loss> losses = new ArrayDeque<>();
  private final long graceMs;

  Sessions(long graceMs) {
    this.graceMs = graceMs;
  }

  void add(DeviceSession session, long nowMs) {
    byId.put(session.sessionId(), session);
    byUser.computeIfAbsent(session.userId(), _ -> new Owner(nowMs)).sessions.add(session);
  }

  void remove(DeviceSession session) {
    byId.remove(session.sessionId());
    Owner owner = byUser.get(session.userId());
    if (owner != null) {
      owner.sessions.remove(session);
      if (owner.sessions.isEmpty()) {
        byUser.remove(session.userId());
      }
    }
  }

  @Nullable DeviceSession find(String sessionId) {
    return byId.get(sessionId);
  }

  Collection<DeviceSession> all() {
    return byId.values();
  }

  /** The oldest first. */
  List<DeviceSession> of(String userId) {
    Owner owner = byUser.get(userId);
    return owner == null ? List.of() : owner.sessions;
  }

  @Nullable DeviceSession of(String userId, @Nullable String deviceId) {
    return of(userId).stream().filter(session -> session.device().deviceId().equals(deviceId)).findAny().orElse(null);
  }

  /** The one that goes when a user has too many: the longest lost one, or else the oldest. */
  @Nullable DeviceSession surplus(String userId) {
    List<DeviceSession> all = of(userId);
    if (all.size() < DEVICES_MAX) {
      return null;
    }
    return all.stream().filter(session -> session.line() == null)
        .min((one, other) -> Long.compare(one.lostMs(), other.lostMs())).orElse(all.getFirst());
  }

  boolean mayAsk(String userId, int cost, long nowMs) {
    Owner owner = byUser.get(userId);
    return owner != null && owner.pace.take(cost, nowMs);
  }

  void lose(DeviceSession session, long nowMs) {
    session.lose(nowMs);
    losses.add(new Loss(session, nowMs));
    if (losses.size() > 2 * byId.size() + LOSSES_SPARE) {
      losses.removeIf(loss -> !holds(loss));
    }
  }

  long nextExpiryMs() {
    dropPast();
    return losses.isEmpty() ? Long.MAX_VALUE : losses.getFirst().atMs() + graceMs;
  }

  /** Those that are gone for longer than the grace. */
  List<DeviceSession> expired(long nowMs) {
    List<DeviceSession> expired = new ArrayList<>();
    while (nextExpiryMs() <= nowMs) {
      expired.add(losses.removeFirst().session());
    }
    return expired;
  }

  private void dropPast() {
    while (!losses.isEmpty() && !holds(losses.getFirst())) {
      losses.removeFirst();
    }
  }

  private boolean holds(Loss loss) {
    DeviceSession session = loss.session();
    return session.line() == null && session.lostMs() == loss.atMs() && byId.get(session.sessionId()) == session;
  }
}
