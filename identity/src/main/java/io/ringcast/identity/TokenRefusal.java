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
  BAD_GRANTS,
  /** It says who, not where, and was shown where a room is entered. */
  USER_TOKEN,
  /** It says where, and was shown where only who is asked. */
  NOT_USER_TOKEN,
  /** The app has taken back what it gave this user before. */
  REVOKED
}
