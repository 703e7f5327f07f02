package io.ringcast.calls.exchange;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs tasks one at a time, in the order they came, on whatever thread the executor gives; any thread may add. */
final class Mailbox {
  /** After so many the thread is given back, so that a busy app does not keep others waiting. */
  private static final int TURN_MAX = 256;

  private final Executor executor;
  private final int waitingMax;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean running = new AtomicBoolean();

  Mailbox(Executor executor, int waitingMax) {
    this.executor = executor;
    this.waitingMax = waitingMax;
  }

  /** Adds a task that somebody asks for; false when too many wait. */
  boolean offer(Runnable task) {
    if (waiting.get() >= waitingMax) {
      return false;
    }
    add(task);
    return true;
  }

  /** Adds a task that must not be lost: a commit, a deadline, a device that is gone. There are no more than what they are about. */
  void add(Runnable task) {
    waiting.incrementAndGet();
    tasks.add(task);
    start();
  }

  private void start() {
    if (running.compareAndSet(false, true)) {
      executor.execute(this::run);
    }
  }

  private void run() {
    int left = TURN_MAX;
    Runnable task = tasks.poll();
    while (task != null) {
      waiting.decrementAndGet();
      task.run();
      left--;
      task = left > 0 ? tasks.poll() : null;
    }
    running.set(false);
    if (!tasks.isEmpty()) {
      start();
    }
  }
}
