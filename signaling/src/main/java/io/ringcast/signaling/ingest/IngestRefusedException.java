package io.ringcast.signaling.ingest;

/** A publisher is not let into a room; its message may be told to it. */
public final class IngestRefusedException extends Exception {
  @java.io.Serial private static final long serialVersionUID = 1;

  /** Why. */
  public enum Cause {
    BAD_TOKEN,
    /** The token is good, and not for publishing there. */
    NOT_ALLOWED,
    BANNED,
    BAD_TAG,
    /** The room would not have it. */
    ROOM
  }

  private final Cause reason;

  IngestRefusedException(Cause reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  public Cause reason() {
    return reason;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }
}
