package io.ringcast.signaling.sdp;

import java.util.Locale;

/** Which way media flows, seen from the describing side (RFC 8866 section 6.7). */
public enum Direction {
  SENDRECV(true, true),
  SENDONLY(true, false),
  RECVONLY(false, true),
  INACTIVE(false, false);

  private final boolean sends;
  private final boolean receives;

  Direction(boolean sends, boolean receives) {
    this.sends = sends;
    this.receives = receives;
  }

  public boolean sends() {
    return sends;
  }

  public boolean receives() {
    return receives;
  }

  /** The attribute's name. */
  String attribute() {
    return name().toLowerCase(Locale.ROOT);
  }
}
