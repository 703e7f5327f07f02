package io.ringcast.calls.channel;

/** Why the server ends a channel: WebSocket close codes of our own (RFC 6455 section 7.4.2). */
public enum CloseCode {
  LOGGED_OUT(4000, "logged out"),
  BAD_FRAME(4400, "a frame that is no JSON object, has no id or comes before hello"),
  BAD_TOKEN(4401, "the token is wrong or has expired: get a new one"),
  BANNED(4403, "the user is banned"),
  NO_HELLO(4408, "no hello in time"),
  CONNECTED_AGAIN(4409, "the same device connected again"),
  FRAME_TOO_LARGE(4413, "the frame is too large"),
  TOO_MUCH(4429, "too many requests, or the client does not read"),
  TOO_MANY_DEVICES(4430, "the user has more devices than it may have"),
  STOPPING(4503, "the server stops or has too much to do: connect again");

  private final int code;
  private final String reason;

  CloseCode(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  public int code() {
    return code;
  }

  public String reason() {
    return reason;
  }
}
