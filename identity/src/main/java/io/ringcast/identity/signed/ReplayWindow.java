package io.ringcast.identity.signed;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The requests of the last minutes, each by 64 bits of its signature, so that nonce and timestamp cannot be cut apart elsewhere and mean
 * another request. An app whose requests no longer fit is refused until the oldest are forgotten; others are not touched by it.
 */
final class ReplayWindow {
  /** At 16 bytes and an entry's overhead about 10 MB an app. */
  static final int REQUESTS_PER_APP_MAX = 120_000;

  enum Verdict { NEW, SEEN, FULL }

  private final long rememberedMs;
  private final ReentrantLock lock = new ReentrantLock();
  /** When each was seen, oldest first. */
  private final Map<String, Map<Long, Long>> perApp = new HashMap<>();

  ReplayWindow(long rememberedMs) {
    this.rememberedMs = rememberedMs;
  }

  /** Remembers a request whose signature is right; at most as many apps are remembered as there are. */
  Verdict admit(String appId, byte[] signature, long nowMs) {
    long mark = ByteBuffer.wrap(signature).getLong();
    lock.lock();
    try {
      Map<Long, Long> seen = perApp.computeIfAbsent(appId, absent -> new LinkedHashMap<>());
      forget(seen, nowMs - rememberedMs);
      if (seen.containsKey(mark)) {
        return Verdict.SEEN;
      }
      if (seen.size() >= REQUESTS_PER_APP_MAX) {
        return Verdict.FULL;
      }
      seen.put(mark, nowMs);
      return Verdict.NEW;
    } finally {
      lock.unlock();
    }
  }

  private static void forget(Map<Long, Long> seen, long beforeMs) {
    Iterator<Long> times = seen.values().iterator();
    while (times.hasNext() && times.next() < beforeMs) {
      times.remove();
    }
  }
}
