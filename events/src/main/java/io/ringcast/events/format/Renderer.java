package io.ringcast.events.format;

import io.ringcast.events.Event;

/** Makes the body of one format. Called by several threads. */
public interface Renderer {

  /** Whether the format has words for the event; others are not sent. */
  boolean wants(Event event);

  Body render(Event event);
}
