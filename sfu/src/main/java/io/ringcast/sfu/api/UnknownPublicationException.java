package io.ringcast.sfu.api;

import java.io.Serial;

/** The room has no such publication, or no longer. */
public final class UnknownPublicationException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  public UnknownPublicationException(PublicationId publication) {
    super("no publication " + publication + " in this room");
  }
}
