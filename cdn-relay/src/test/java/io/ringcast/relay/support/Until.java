package io.ringcast.relay.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what other threads bring about. */
public final class Until {
  private static final long LIMIT_NS = 30_000_000_000L;
  private static final long ASK_AGAIN_MS = 5;

  private Until() {}

  public static void until(String what, BooleanSupplier condition) {
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
