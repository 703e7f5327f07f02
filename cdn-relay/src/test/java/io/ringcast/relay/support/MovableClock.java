package io.ringcast.relay.support;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The system's clock, which a test puts forward. */
public final class MovableClock implements LongSupplier {
  private final AtomicLong aheadNs = new AtomicLong();

  @Override
  public long getAsLong() {
    return System.nanoTime() + aheadNs.get();
  }

  public void forward(long ns) {
    aheadNs.addAndGet(ns);
  }
}
