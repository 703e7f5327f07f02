package io.ringcast.identity.signed;

/** Why a signed request is not believed; counted. */
public enum SignatureRefusal {
  /** One of the four values is missing. */
  INCOMPLETE,
  UNKNOWN_KEY,
  NONCE_TOO_LONG,
  BAD_TIMESTAMP,
  /** Its clock and ours are too far apart, or it is old. */
  SKEWED,
  BAD_SIGNATURE,
  /** It was here before. */
  REPLAYED,
  /** More requests than can be remembered: none is let in that could be a replay. */
  TOO_MANY
}
