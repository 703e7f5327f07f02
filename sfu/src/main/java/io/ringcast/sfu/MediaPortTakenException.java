package io.ringcast.sfu;

import java.io.IOException;
import java.io.Serial;

/** A media loop's UDP port is in use. */
public final class MediaPortTakenException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private final int port;

  MediaPortTakenException(int port, Throwable cause) {
    super("UDP port " + port + " is in use", cause);
    this.port = port;
  }

  public int port() {
    return port;
  }
}
