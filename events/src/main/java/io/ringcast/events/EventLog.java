package io.ringcast.events;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The way into the log. Any thread may append; the order of calls is the order of events. */
public interface EventLog {
  /** Takes everything and keeps nothing. */
  EventLog NONE = batch -> CompletableFuture.completedFuture(List.of());

  /**
   * Writes all of the events or none.
   *
   * @return completed when they are durable, with the numbers they got; with an {@link AppendRefusedException} when they will never be
   */
  CompletableFuture<List<Event>> append(List<NewEvent> batch);
}
