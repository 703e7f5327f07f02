package io.ringcast.server.rtmp;

/** The RTMP port that the operator asked for cannot be opened. */
public final class RtmpPortTakenException extends Exception {
  @java.io.Serial private static final long serialVersionUID = 1;

  RtmpPortTakenException(String cause) {
    super(cause);
  }
}
