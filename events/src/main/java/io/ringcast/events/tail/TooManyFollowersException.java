package io.ringcast.events.tail;

import java.io.Serial;

/** The app, or the server, has as many followers as it may. */
public final class TooManyFollowersException extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  TooManyFollowersException() {
    super("too many follow the events", null, false, false);
  }
}
