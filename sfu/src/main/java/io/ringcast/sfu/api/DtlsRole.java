package io.ringcast.sfu.api;

/** Our side of the DTLS handshake (RFC 5763 section 5): CLIENT is {@code setup:active}, SERVER {@code setup:passive}. */
public enum DtlsRole {
  CLIENT,
  SERVER
}
