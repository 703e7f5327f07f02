package io.ringcast.events;

import java.io.Serial;

/** Events were not taken; nothing of them was or will be written. */
public final class AppendRefusedException extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  private final AppendRefusal reason;

  public AppendRefusedException(AppendRefusal reason) {
    super("events refused: " + reason, null, false, false);
    this.reason = reason;
  }

  public AppendRefusal reason() {
    return reason;
  }
}
