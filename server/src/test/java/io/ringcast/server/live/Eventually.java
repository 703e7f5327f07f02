package io.ringcast.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting on real sockets and real time. */
final class Eventually {
  private static final long LIMIT_NS = 40_000_000_000L;
  private static final long ASK_AGAIN_MS = 20;

  private Eventually() {}

  /** Asks again and again until the condition holds, and fails at the limit. */
  static void until(String what, BooleanSupplier condition) {
    long deadlineNs = System.nanoTime() + LIMIT_NS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadlineNs).as("waited in vain for " + what).isNegative();
      try {
        TimeUnit.MILLISECONDS.sleep(ASK_AGAIN_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
