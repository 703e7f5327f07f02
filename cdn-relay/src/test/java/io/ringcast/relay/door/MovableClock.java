package io.ringcast.relay.door;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The system's clock, which a test puts forward. */
final class MovableClock implements LongSupplier {
  private final AtomicLong aheadNs = new AtomicLong();

  @Override
  public long getAsLong() {
    return System.nanoTime() + aheadNs.get();
  }

  void forward(long ns) {
    aheadNs.addAndGet(ns);
  }
}
