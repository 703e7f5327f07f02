package io.ringcast.database;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How long a thread that writes waits for a database that does not answer: growing pauses between its tries for as long as the server runs,
 * and a last while when it stops.
 */
public final class Patience {
  /** How long a server that stops waits. */
  private static final Duration LAST_WRITES = Duration.ofSeconds(5);
  private static final long FIRST_PAUSE_MS = 50;
  private static final long LONGEST_PAUSE_MS = 5_000;
  /** Doublings that lead from the first pause past the longest. */
  private static final int DOUBLINGS_MAX = 7;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition over = lock.newCondition();
  private boolean lost;

  /** Waits before another try, longer the more have failed; false when there is no more time to try. */
  public boolean pause(int failed) {
    lock.lock();
    try {
      long pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.clamp(failed - 1, 0, DOUBLINGS_MAX));
      long leftNs = TimeUnit.MILLISECONDS.toNanos(pauseMs);
      while (leftNs > 0 && !lost) {
        leftNs = over.awaitNanos(leftNs);
      }
      return !lost;
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a writer that was told to write what is left and to end; after the last while its tries are over. */
  public void awaitEnd(Thread writer) {
    try {
      if (!writer.join(LAST_WRITES)) {
        lose();
        writer.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lose() {
    lock.lock();
    try {
      lost = true;
      over.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
