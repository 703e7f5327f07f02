package io.ringcast.server;

import java.io.Serial;

/** A port is taken; the message names it and the setting that moves it. */
final class PortInUseException extends RuntimeException {

  @Serial
  private static final long serialVersionUID = 1L;

  PortInUseException(String message) {
    super(message);
  }
}
