package io.ringcast.events.tail;

import io.ringcast.events.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link Follower} gets next. */
public sealed interface Followed {

  /** @param events the next ones, oldest first; none when nothing happened while it waited */
  record More(List<Event> events) implements Followed {}

  /**
   * It is over.
   *
   * @param cursor the last event it was given, from which to go on; none: it was given none
   */
  record Ended(FollowEnd reason, @Nullable String cursor) implements Followed {}
}
