package io.ringcast.events.webhook;

import java.io.Serial;
import java.net.UnknownHostException;

/** The host's name leads inside, where the receiver may not be. */
final class InsideAddressException extends UnknownHostException {
  @Serial
  private static final long serialVersionUID = 1L;

  InsideAddressException(String host) {
    super(host + " is an address inside");
  }
}
