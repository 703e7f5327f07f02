package io.ringcast.signaling.sdp;

/** Why a session description was refused. */
public enum SdpError {
  TOO_LARGE,
  MALFORMED,
  TOO_MANY_SECTIONS,
  TOO_MANY_ATTRIBUTES,
  NO_MEDIA,
  TOO_MUCH_MEDIA,
  WRONG_DIRECTION,
  NO_ICE,
  ICE_LITE_OFFERED,
  NO_FINGERPRINT,
  WRONG_SETUP,
  NO_MID,
  NO_RTCP_MUX,
  NO_BUNDLE,
  WRONG_PROTOCOL,
  NO_COMMON_CODEC
}
