package io.ringcast.signaling.rongcloud;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** How often each app may make each call: RongCloud's limit, a hundred times a second, with a second's worth at hand. */
final class CallPace {
  static final int PER_SECOND = 100;
  private static final long ANOTHER_AFTER_US = 1_000_000 / PER_SECOND;
  private static final long US_PER_MS = 1_000;

  private record Key(String appId, String call) {}

  /** As many as apps times calls. Each call moves a debt, which time works off. */
  private final ConcurrentMap<Key, AtomicLong> freeAtUs = new ConcurrentHashMap<>();

  boolean allows(String appId, String call, long nowMs) {
    long nowUs = nowMs * US_PER_MS;
    AtomicLong free = freeAtUs.computeIfAbsent(new Key(appId, call), absent -> new AtomicLong(nowUs));
    while (true) {
      long before = free.get();
      long from = Math.max(before, nowUs);
      if (from - nowUs > (PER_SECOND - 1) * ANOTHER_AFTER_US) {
        return false;
      }
      if (free.compareAndSet(before, from + ANOTHER_AFTER_US)) {
        return true;
      }
    }
  }
}
