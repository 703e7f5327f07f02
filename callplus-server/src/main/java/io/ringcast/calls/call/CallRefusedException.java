package io.ringcast.calls.call;

import java.io.Serial;

/** A call's "no": nothing has changed. The message says what to do instead. */
public final class CallRefusedException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final CallRefusal refusal;

  public CallRefusedException(CallRefusal refusal, String message) {
    super(message);
    this.refusal = refusal;
  }

  public CallRefusal refusal() {
    return refusal;
  }
}
