package io.ringcast.signaling.room.host;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs tasks one at a time, in the order they came, on whatever thread the executor gives; any thread may add. */
public final class SerialQueue {
  /** After so many the thread is given back, so that a busy room does not keep others waiting. */
  private static final int TURN_MAX = 256;

  private final Executor executor;
  private final int waitingMax;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean running = new AtomicBoolean();

  public SerialQueue(Executor executor, int waitingMax) {
    this.executor = executor;
    this.waitingMax = waitingMax;
  }

  /** Adds a task that somebody asks for; false when too many wait. */
  public boolean offer(Runnable task) {
    if (crowded()) {
      return false;
    }
    add(task);
    return true;
  }

  boolean crowded() {
    return waiting.get() >= waitingMax;
  }

  /** Adds a task that must not be lost: the end of a peer, a deadline. There are no more of these than peers and timers. */
  public void add(Runnable task) {
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
