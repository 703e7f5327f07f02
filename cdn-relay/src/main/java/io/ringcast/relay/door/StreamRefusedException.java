package io.ringcast.relay.door;

/** A client may not publish or play; its message may be told to the client, and holds no key. */
public final class StreamRefusedException extends Exception {
  @java.io.Serial private static final long serialVersionUID = 1;

  private final StreamRefusal refusal;

  public StreamRefusedException(StreamRefusal refusal, String detail) {
    super(detail, null, false, false);
    this.refusal = refusal;
  }

  public StreamRefusal refusal() {
    return refusal;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }
}
