package io.ringcast.calls.exchange;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What waits for the log, in the order of its happening: nothing is said before all that happened until then is durable. */
final class Pending {
  /** Batches that are not durable; with more nobody is heard who asks for something. */
  static final int BATCHES_MAX = 4_096;

  /** @param otherwise said instead when it never will be durable */
  private record Saying(Runnable durable, Runnable otherwise) {}

  private static final class Batch {
    private final List<Saying> sayings = new ArrayList<>();
    private boolean durable;
  }

  private final Deque<Batch> batches = new ArrayDeque<>();

  boolean crowded() {
    return batches.size() >= BATCHES_MAX;
  }

  /**
   * Something is being written.
   *
   * @return to be run when it is durable
   */
  Runnable write(Runnable saying, Runnable otherwise) {
    Batch batch = new Batch();
    batch.sayings.add(new Saying(saying, otherwise));
    batches.add(batch);
    return () -> {
      batch.durable = true;
      release();
    };
  }

  /** Said when all that is being written is durable. */
  void say(Runnable saying, Runnable otherwise) {
    if (batches.isEmpty()) {
      saying.run();
    } else {
      batches.getLast().sayings.add(new Saying(saying, otherwise));
    }
  }

  private void release() {
    while (!batches.isEmpty() && batches.getFirst().durable) {
      batches.removeFirst().sayings.forEach(saying -> saying.durable().run());
    }
  }

  void abandon() {
    batches.forEach(batch -> batch.sayings.forEach(saying -> saying.otherwise().run()));
    batches.clear();
  }
}
