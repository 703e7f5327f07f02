package io.ringcast.signaling.rongcloud;

import java.io.Serial;

/** Ends a call with a code; the message says what to do. */
final class ApiException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final ApiCode code;
  private final String detail;

  ApiException(ApiCode code, String detail) {
    super(detail, null, false, false);
    this.code = code;
    this.detail = detail;
  }

  ApiCode code() {
    return code;
  }

  String detail() {
    return detail;
  }
}
