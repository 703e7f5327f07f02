package io.ringcast.signaling.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;

/** Runs the queues of rooms: at once, or in an order that a seed chooses. */
public final class Turns implements Executor {
  private final Random random;
  private final List<Runnable> waiting = new ArrayList<>();
  private boolean held;

  public Turns(long seed) {
    random = new Random(seed);
  }

  @Override
  public void execute(Runnable turn) {
    if (held) {
      waiting.add(turn);
    } else {
      turn.run();
    }
  }

  /** Lets turns wait from now on. */
  public void hold() {
    held = true;
  }

  /** Runs up to so many of those that wait, and what they bring about. */
  public void run(int most) {
    for (int i = 0; i < most && !waiting.isEmpty(); i++) {
      waiting.remove(random.nextInt(waiting.size())).run();
    }
  }

  /** Runs all that wait, and lets none wait any more. */
  public void release() {
    run(Integer.MAX_VALUE);
    held = false;
  }
}
