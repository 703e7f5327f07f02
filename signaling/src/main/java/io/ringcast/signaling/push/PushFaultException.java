package io.ringcast.signaling.push;

/** A push cannot begin; its message may be told to who asks, and holds no key. */
public final class PushFaultException extends Exception {
  @java.io.Serial private static final long serialVersionUID = 1;

  /** Whose fault it is. */
  public enum Fault {
    /** The URL cannot be read, or names what is not spoken here. */
    URL,
    /** There is no such stream to push, or none that can be. */
    STREAM,
    /** The server does not push. */
    SERVER
  }

  private final Fault fault;

  public PushFaultException(Fault fault, String detail) {
    super(detail, null, false, false);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }
}
