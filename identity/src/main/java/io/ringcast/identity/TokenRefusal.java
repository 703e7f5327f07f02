package io.ringcast.identity;

/** Why a token was refused; counted and told to the client. */
public enum TokenRefusal {
  OVERSIZED,
  MALFORMED,
  WRONG_ALGORITHM,
  UNKNOWN_KEY,
  BAD_SIGNATURE,
  NO_EXPIRY,
  EXPIRED,
  NOT_YET_VALID,
  NO_SUBJECT,
  BAD_SUBJECT,
  BAD_GRANTS
}
