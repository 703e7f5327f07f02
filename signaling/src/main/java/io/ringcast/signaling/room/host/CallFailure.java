package io.ringcast.signaling.room.host;

/** Why a call to a participant's method fails, by the numbers that LiveKit's SDKs know. */
public enum CallFailure {
  UNSUPPORTED_METHOD(1400, "Method not supported at destination"),
  RECIPIENT_NOT_FOUND(1401, "Recipient not found"),
  REQUEST_TOO_LARGE(1402, "Request payload too large"),
  UNSUPPORTED_SERVER(1403, "RPC not supported by server"),
  UNSUPPORTED_VERSION(1404, "Unsupported RPC version"),
  APPLICATION_ERROR(1500, "Application error in method handler"),
  CONNECTION_TIMEOUT(1501, "Connection timeout"),
  RESPONSE_TIMEOUT(1502, "Response timeout"),
  RECIPIENT_DISCONNECTED(1503, "Recipient disconnected"),
  RESPONSE_TOO_LARGE(1504, "Response payload too large"),
  SEND_FAILED(1505, "Failed to send");

  private final int code;
  private final String text;

  CallFailure(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /** The failure with this number; a participant's own numbers are errors of its application. */
  public static CallFailure of(int code) {
    for (CallFailure failure : values()) {
      if (failure.code == code) {
        return failure;
      }
    }
    return APPLICATION_ERROR;
  }

  public int code() {
    return code;
  }

  String text() {
    return text;
  }
}
