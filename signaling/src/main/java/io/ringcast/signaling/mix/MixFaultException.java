package io.ringcast.signaling.mix;

import java.io.Serial;

/** Why there is no such mix. */
public final class MixFaultException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final String field;

  /** @param field what of the document is at fault, like {@code input.video[2].x}; empty when it is not the document */
  public MixFaultException(String field, String detail) {
    super(detail, null, false, false);
    this.field = field;
  }

  public String field() {
    return field;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }
}
