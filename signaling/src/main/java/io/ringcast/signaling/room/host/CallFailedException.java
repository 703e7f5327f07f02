package io.ringcast.signaling.room.host;

import java.io.Serial;

/** A call that a participant did not answer, or answered with an error. */
public final class CallFailedException extends Exception {
  @Serial private static final long serialVersionUID = 1;
  private static final int CODE_MAX = Short.MAX_VALUE;

  private final int code;

  /**
   * What went wrong.
   *
   * @param code one of {@link CallFailure}'s, or the participant's own
   */
  public CallFailedException(int code, String message) {
    super(message, null, false, false);
    this.code = Math.clamp(code, 0, CODE_MAX);
  }

  public CallFailedException(CallFailure failure) {
    this(failure.code(), failure.text());
  }

  public int code() {
    return code;
  }
}
