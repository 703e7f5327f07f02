package io.ringcast.calls.exchange;

import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The time of calls, and what wakes their exchanges. */
public interface Alarm extends AutoCloseable {
  /** Milliseconds since 1970; never goes back. */
  long nowMs();

  /** Runs a task that returns at once, after so long. */
  void after(long delayMs, Runnable task);

  @Override
  void close();

  /** By the machine's clock as it is now, and by what passes from now on: to set the clock moves no call. */
  static Alarm of(InstantSource clock, LongSupplier nanoTime) {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("call-timer").daemon().factory());
    long startMs = clock.millis();
    long startNs = nanoTime.getAsLong();
    return new Alarm() {
      @Override
      public long nowMs() {
        return startMs + TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - startNs);
      }

      @Override
      public void after(long delayMs, Runnable task) {
        try {
          var _ = timer.schedule(task, delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
          // The server stops: nothing is due any more.
        }
      }

      @Override
      public void close() {
        timer.shutdownNow();
      }
    };
  }
}
