package io.ringcast.identity.ban;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/** The user tokens that apps have taken back: written to the store before they count, read from memory. Any thread may call. */
public final class Revocations {
  private static final int PER_APP_MAX = Bans.BANS_PER_APP_MAX;
  private static final long SWEEP_EVERY_MS = 60_000;

  private record User(String appId, String userId) {}

  private final RevocationStore store;
  private final ReentrantLock changes = new ReentrantLock();
  private final ConcurrentMap<User, Revocation> byUser = new ConcurrentHashMap<>();
  private long sweptAtMs;

  public Revocations(RevocationStore store, long nowMs) {
    this.store = store;
    sweptAtMs = nowMs;
    store.load().forEach(this::enter);
  }

  /** Whether a token that was issued then has been taken back. */
  public boolean revoked(String appId, String userId, long issuedMs) {
    Revocation revocation = byUser.get(new User(appId, userId));
    return revocation != null && issuedMs < revocation.beforeMs();
  }

  /** Takes back what users were given before a time; what an earlier call took back stays so. Durable when this returns. */
  public void revoke(List<Revocation> revocations, long nowMs) {
    changes.lock();
    try {
      sweep(nowMs);
      Map<User, Revocation> later = new HashMap<>();
      revocations.stream().filter(one -> !revoked(one.appId(), one.userId(), one.beforeMs() - 1)).forEach(one -> later.put(user(one), one));
      for (String appId : later.keySet().stream().map(User::appId).distinct().toList()) {
        requireRoom(appId);
      }
      store.put(List.copyOf(later.values()));
      later.values().forEach(this::enter);
    } finally {
      changes.unlock();
    }
  }

  private void requireRoom(String appId) {
    if (byUser.keySet().stream().filter(user -> user.appId().equals(appId)).count() >= PER_APP_MAX) {
      throw new BansFullException(appId);
    }
  }

  private void enter(Revocation revocation) {
    byUser.put(user(revocation), revocation);
  }

  private static User user(Revocation revocation) {
    return new User(revocation.appId(), revocation.userId());
  }

  private void sweep(long nowMs) {
    if (nowMs - sweptAtMs >= SWEEP_EVERY_MS) {
      sweptAtMs = nowMs;
      store.sweep(nowMs);
      byUser.values().removeIf(revocation -> revocation.forgetAtMs() <= nowMs);
    }
  }
}
