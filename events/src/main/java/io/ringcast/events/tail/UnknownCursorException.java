package io.ringcast.events.tail;

import java.io.Serial;

/** The cursor names no event of this app: it was never one, or retention has deleted it. Start from the oldest, or from now. */
public final class UnknownCursorException extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  UnknownCursorException(String cursor) {
    super("no event " + cursor, null, false, false);
  }
}
