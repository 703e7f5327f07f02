package io.ringcast.relay.live;

import java.io.Serial;

/** Why there is no such live stream, and what helps. */
public final class LiveRefusedException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final LiveRefusal reason;

  public LiveRefusedException(LiveRefusal reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  public LiveRefusal reason() {
    return reason;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }
}
