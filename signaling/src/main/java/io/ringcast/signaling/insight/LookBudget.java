package io.ringcast.signaling.insight;

/**
 * How much the server looks at itself, whoever asks: so many connections a second. A room of 10,000 is looked at every 5 s and costs the
 * media loops then what a small one costs each second. Used under the lock of {@link Insights}.
 */
final class LookBudget {
  static final int CONNECTIONS_PER_S = 2_000;
  private static final long MS_PER_S = 1_000;

  private long freeAtMs;

  boolean isFree(long nowMs) {
    return nowMs >= freeAtMs;
  }

  void spend(int connections, long nowMs) {
    freeAtMs = Math.max(freeAtMs, nowMs) + connections * MS_PER_S / CONNECTIONS_PER_S;
  }
}
