package io.ringcast.signaling.room.host;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Wakes rooms: one thread for all of them, which only hands tasks to their queues. */
public interface Alarm extends AutoCloseable {
  long nowMs();

  /** Runs a task that returns at once, after so long. */
  void after(long delayMs, Runnable task);

  @Override
  void close();

  /** By the clock of the machine. */
  static Alarm of(InstantSource clock) {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("room-timer").daemon().factory());
    return new Alarm() {
      @Override
      public long nowMs() {
        return clock.millis();
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

  /** The longest that is waited for at once. */
  Duration LONGEST = Duration.ofHours(24);
}
