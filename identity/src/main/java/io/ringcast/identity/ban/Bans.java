package io.ringcast.identity.ban;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The bans of every app. Written to the store before they count, read from memory, so that nobody who joins waits for a database. Any
 * thread may call; changes are made one after the other.
 */
public final class Bans {
  /** About 200 bytes each. */
  public static final int BANS_PER_APP_MAX = 100_000;
  private static final long SWEEP_EVERY_MS = 60_000;

  private record User(String appId, String userId) {}

  private final BanStore store;
  private final ReentrantLock changes = new ReentrantLock();
  /** A user's bans are replaced as a whole, never changed. */
  private final ConcurrentMap<User, List<Ban>> byUser = new ConcurrentHashMap<>();
  private final Map<String, Integer> perApp = new HashMap<>();
  private long sweptAtMs;

  public Bans(BanStore store, long nowMs) {
    this.store = store;
    sweptAtMs = nowMs;
    store.load(nowMs).forEach(this::enter);
  }

  /** What keeps a user out of a room now, the ban that lasts longest; null when nothing does. */
  public @Nullable Ban against(String appId, String userId, String roomId, long nowMs) {
    return longest(appId, userId, nowMs, ban -> ban.scope().covers(roomId));
  }

  /** What keeps a user out of everything now; null when nothing does. */
  public @Nullable Ban againstAccount(String appId, String userId, long nowMs) {
    return longest(appId, userId, nowMs, ban -> ban.scope().equals(BanScope.ACCOUNT));
  }

  private @Nullable Ban longest(String appId, String userId, long nowMs, Predicate<Ban> which) {
    return byUser.getOrDefault(new User(appId, userId), List.of()).stream()
      .filter(ban -> ban.holds(nowMs)).filter(which).max(Comparator.comparingLong(Ban::untilMs)).orElse(null);
  }

  /** Bans users from now on until a time, all or none; it is durable when this returns. */
  public void ban(String appId, BanScope scope, List<String> userIds, long untilMs, long nowMs) {
    List<Ban> bans = userIds.stream().distinct().map(userId -> new Ban(appId, userId, scope, untilMs)).toList();
    changes.lock();
    try {
      sweep(nowMs);
      long more = bans.stream().filter(ban -> find(ban.userId(), appId, scope) == null).count();
      if (perApp.getOrDefault(appId, 0) + more > BANS_PER_APP_MAX) {
        throw new BansFullException(appId);
      }
      store.put(bans);
      bans.forEach(this::enter);
    } finally {
      changes.unlock();
    }
  }

  /** Lifts bans of one scope; users without one stay as they are. */
  public void lift(String appId, BanScope scope, List<String> userIds) {
    changes.lock();
    try {
      store.remove(appId, scope, userIds);
      userIds.forEach(userId -> drop(new User(appId, userId), scope));
    } finally {
      changes.unlock();
    }
  }

  /** An app's bans of one scope that hold now, those that last longest first. */
  public List<Ban> of(String appId, BanScope scope, long nowMs) {
    return byUser.entrySet().stream().filter(entry -> entry.getKey().appId().equals(appId))
      .flatMap(entry -> entry.getValue().stream())
      .filter(ban -> ban.scope().equals(scope) && ban.holds(nowMs))
      .sorted(Comparator.comparingLong(Ban::untilMs).reversed().thenComparing(Ban::userId))
      .toList();
  }

  private @Nullable Ban find(String userId, String appId, BanScope scope) {
    return byUser.getOrDefault(new User(appId, userId), List.of()).stream()
      .filter(ban -> ban.scope().equals(scope)).findFirst().orElse(null);
  }

  private void enter(Ban ban) {
    User user = new User(ban.appId(), ban.userId());
    drop(user, ban.scope());
    List<Ban> more = new ArrayList<>(byUser.getOrDefault(user, List.of()));
    more.add(ban);
    byUser.put(user, List.copyOf(more));
    perApp.merge(ban.appId(), 1, Integer::sum);
  }

  private void drop(User user, BanScope scope) {
    keep(user, ban -> !ban.scope().equals(scope));
  }

  private void keep(User user, Predicate<Ban> which) {
    List<Ban> before = byUser.getOrDefault(user, List.of());
    List<Ban> after = before.stream().filter(which).toList();
    if (after.size() == before.size()) {
      return;
    }
    if (after.isEmpty()) {
      byUser.remove(user);
    } else {
      byUser.put(user, after);
    }
    perApp.merge(user.appId(), after.size() - before.size(), Integer::sum);
  }

  private void sweep(long nowMs) {
    if (nowMs - sweptAtMs >= SWEEP_EVERY_MS) {
      sweptAtMs = nowMs;
      store.sweep(nowMs);
      List.copyOf(byUser.keySet()).forEach(user -> keep(user, ban -> ban.holds(nowMs)));
    }
  }
}
