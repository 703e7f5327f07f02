package io.ringcast.events.delivery;

/** How one attempt to deliver an event ended. */
public enum Outcome {
  /** A status of 200 to 299: the receiver has it. */
  ACCEPTED,
  /** A status that speaks of the event (400, 406, 409, 413, 415, 422): others may well be accepted. */
  REJECTED,
  /** Another status of 400 to 499: the key, the path, the receiver's limits. */
  REFUSED,
  /** A status of 500 or more. */
  FAILED,
  /** A redirect; none is followed. */
  REDIRECTED,
  /** What came back is not HTTP, or has more headers than are read. */
  MALFORMED,
  /** No connection, or one that broke. */
  UNREACHABLE,
  TIMED_OUT,
  TLS_FAILED,
  UNKNOWN_HOST,
  /** The host's name leads to an address inside, where this receiver may not be. */
  INSIDE_ADDRESS,
  /** The receiver's format could not make a request of the event. */
  UNRENDERABLE;

  /** Whether the receiver read the event and has said what it thinks of it: it is up. */
  boolean answersEvent() {
    return this == ACCEPTED || this == REJECTED;
  }

  /** Whether the failure is the event's own. */
  boolean concernsEvent() {
    return this == REJECTED || this == UNRENDERABLE;
  }
}
