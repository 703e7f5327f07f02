package io.ringcast.signaling.sdp;

/** Who opens the DTLS association (RFC 8842 section 5). */
public enum Setup {
  ACTPASS,
  ACTIVE,
  PASSIVE,
  HOLDCONN
}
