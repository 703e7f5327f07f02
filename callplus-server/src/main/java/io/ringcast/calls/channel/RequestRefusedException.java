package io.ringcast.calls.channel;

import io.ringcast.calls.call.CallRefusal;
import java.io.Serial;

/** A request that cannot be understood. Nothing was asked of any call. */
public final class RequestRefusedException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final String requestId;
  private final transient Refusal refusal;

  RequestRefusedException(String requestId, Refusal refusal) {
    super(refusal.message(), null, false, false);
    this.requestId = requestId;
    this.refusal = refusal;
  }

  RequestRefusedException(String requestId, CallRefusal refusal, String message) {
    this(requestId, new Refusal(refusal.code(), refusal.name(), message, null));
  }

  public String requestId() {
    return requestId;
  }

  public Refusal refusal() {
    return refusal;
  }
}
