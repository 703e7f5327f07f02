package io.ringcast.events.tail;

import io.ringcast.events.Event;
import java.util.List;
import java.util.Optional;

/**
 * Some of an app's events, oldest first.
 *
 * @param more whether there were more when it was read
 */
public record EventPage(List<Event> events, boolean more) {

  /** The cursor that goes on after this page: its last event's id. */
  public Optional<String> next() {
    return events.isEmpty() ? Optional.empty() : Optional.of(events.getLast().id());
  }
}
