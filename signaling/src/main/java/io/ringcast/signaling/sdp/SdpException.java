package io.ringcast.signaling.sdp;

import java.io.Serial;

/** A session description that cannot be used; the message names the line or attribute and what is needed instead. */
public final class SdpException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final SdpError error;
  private final String detail;

  public SdpException(SdpError error, String message) {
    super(message);
    this.error = error;
    this.detail = message;
  }

  public SdpError error() {
    return error;
  }

  public String detail() {
    return detail;
  }
}
