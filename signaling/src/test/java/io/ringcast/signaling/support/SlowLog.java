package io.ringcast.signaling.support;

import io.ringcast.events.AppendRefusal;
import io.ringcast.events.AppendRefusedException;
import io.ringcast.events.Event;
import io.ringcast.events.EventLog;
import io.ringcast.events.NewEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A log that writes when a test says so. */
public final class SlowLog implements EventLog {
  /** All that was taken, in order. */
  public final List<NewEvent> taken = new ArrayList<>();
  private final Queue<CompletableFuture<List<Event>>> waiting = new ArrayDeque<>();
  private boolean prompt;
  private @Nullable AppendRefusal refusal;

  /** From now on everything is durable at once, or nothing is until {@link #write}. */
  public SlowLog prompt(boolean now) {
    prompt = now;
    return this;
  }

  /** From now on everything is refused for this reason; null: nothing is. */
  public void refuse(@Nullable AppendRefusal reason) {
    refusal = reason;
  }

  @Override
  public CompletableFuture<List<Event>> append(List<NewEvent> batch) {
    if (refusal != null) {
      return CompletableFuture.failedFuture(new AppendRefusedException(refusal));
    }
    taken.addAll(batch);
    CompletableFuture<List<Event>> written = new CompletableFuture<>();
    if (prompt) {
      written.complete(List.of());
    } else {
      waiting.add(written);
    }
    return written;
  }

  /** What was taken so far becomes durable. */
  public void write() {
    while (!waiting.isEmpty()) {
      waiting.remove().complete(List.of());
    }
  }

  /** The oldest that waits is found to be unstorable. */
  public void lose() {
    waiting.remove().completeExceptionally(new AppendRefusedException(AppendRefusal.UNSTORABLE));
  }

  /** The kinds of what was taken, in order. */
  public List<String> labels() {
    return taken.stream().map(event -> event.happening().label()).toList();
  }
}
