package io.ringcast.sfu;

import io.ringcast.sfu.api.TransportProtocol;
import java.io.IOException;
import java.io.Serial;

/** A media loop's UDP port, or the TCP port, is in use. */
public final class MediaPortTakenException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private final TransportProtocol protocol;
  private final int port;

  MediaPortTakenException(TransportProtocol protocol, int port, Throwable cause) {
    super(protocol + " port " + port + " is in use", cause);
    this.protocol = protocol;
    this.port = port;
  }

  public TransportProtocol protocol() {
    return protocol;
  }

  public int port() {
    return port;
  }
}
