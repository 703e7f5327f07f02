package io.ringcast.calls.exchange;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where what happened is written down before anybody is told. Batches of one app become durable in the order of their appending. */
public interface CallLog {
  /** Takes everything and keeps nothing. */
  CallLog NONE = new CallLog() {
    @Override
    public CompletableFuture<Void> append(LogBatch batch) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public Recollection recall(String appId) {
      return Recollection.NOTHING;
    }

    @Override
    public List<String> apps() {
      return List.of();
    }
  };

  /** Completed when all of the batch is durable; exceptionally when it never will be, nor anything that was appended after it. */
  CompletableFuture<Void> append(LogBatch batch);

  /** What the server must know to go on; nothing of the app is being appended meanwhile. It waits for the database. */
  Recollection recall(String appId);

  /** The apps that something is known of. */
  List<String> apps();
}
