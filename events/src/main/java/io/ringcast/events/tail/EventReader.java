package io.ringcast.events.tail;

import io.ringcast.events.Event;
import io.ringcast.events.EventType;
import io.ringcast.events.RoomKey;
import io.ringcast.events.store.EventStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an app's events from a cursor on, which is the id of the last event that was seen. Any thread may; it waits for the database. */
public final class EventReader {
  public static final int PAGE_MAX = 1_000;
  private static final int CURSOR_CHARS_MAX = 64;

  private final EventStore store;

  public EventReader(EventStore store) {
    this.store = store;
  }

  /** @param after the cursor; none: from the oldest event that is kept */
  public EventPage read(String appId, @Nullable String after, int limit) {
    if (limit < 1 || limit > PAGE_MAX) {
      throw new IllegalArgumentException("a page has 1 to " + PAGE_MAX + " events");
    }
    return page(appId, after == null ? 0 : position(appId, after), limit);
  }

  /** Whether an event of this type is kept of a room. */
  public boolean tells(RoomKey room, EventType type) {
    return store.tells(room, type);
  }

  /** Where the cursor stands; positions stay inside the server, since they tell one app how busy the others are. */
  long position(String appId, String cursor) {
    if (cursor.length() > CURSOR_CHARS_MAX) {
      throw new UnknownCursorException(cursor.substring(0, CURSOR_CHARS_MAX) + "…");
    }
    return store.find(appId, cursor).map(Event::position).orElseThrow(() -> new UnknownCursorException(cursor));
  }

  EventPage page(String appId, long after, int limit) {
    List<Event> events = store.readApp(appId, after, limit + 1);
    return events.size() > limit ? new EventPage(List.copyOf(events.subList(0, limit)), true) : new EventPage(List.copyOf(events), false);
  }
}
