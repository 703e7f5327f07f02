package io.ringcast.sfu.api;

/** Why a peer's transport ended. */
public enum CloseReason {
  /** Signaling asked for it. */
  REQUESTED,
  /** No authenticated packet for 30 s. */
  CONSENT_EXPIRED,
  /** No peer completed ICE and DTLS in time after the answer. */
  SETUP_TIMEOUT,
  HANDSHAKE_FAILED,
  /** The certificate is not the one that signaling announced. */
  FINGERPRINT_MISMATCH,
  /** The peer sent DTLS close_notify. */
  REMOTE_CLOSED,
  ROOM_CLOSED,
  SERVER_CLOSED
}
