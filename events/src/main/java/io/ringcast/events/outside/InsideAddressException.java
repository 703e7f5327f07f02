package io.ringcast.events.outside;

import java.io.Serial;
import java.net.UnknownHostException;

/** The host's name leads inside, where what others name may not be. */
public final class InsideAddressException extends UnknownHostException {
  @Serial
  private static final long serialVersionUID = 1L;

  InsideAddressException(String host) {
    super(host + " is an address inside");
  }
}
