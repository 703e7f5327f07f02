package io.ringcast.signaling.push;

/** Where a push is. */
public enum PushStep {
  CONNECTING,
  RUNNING,
  /** Its connection was lost or refused; it tries again soon. */
  RETRYING,
  /** It is given up. */
  FAILED,
  /** Somebody stopped it, or its stream ended. */
  STOPPED;

  /** Whether nothing follows. */
  public boolean over() {
    return this == FAILED || this == STOPPED;
  }
}
