package io.ringcast.events.webhook;

import io.ringcast.events.Event;
import io.ringcast.events.delivery.Outcome;

/** Sends an event once and waits for what comes of it; it always returns, within a bounded time. Called by several threads. */
public interface Sender extends AutoCloseable {

  Outcome send(Event event);

  @Override
  void close();
}
