package io.ringcast.calls.channel;

import java.io.Serial;

/** A frame that is no request of the channel at all; the connection ends. */
public final class BadFrameException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  BadFrameException(String message) {
    super(message, null, false, false);
  }
}
