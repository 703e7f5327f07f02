package io.ringcast.identity;

/** What became of a user token that was shown to us. */
public sealed interface UserTokenResult {

  /** @param pair the key pair that signed it */
  record Accepted(App app, KeyPair pair, UserToken token) implements UserTokenResult {}

  /** The token is worth nothing; {@code detail} tells its bearer what to do. */
  record Refused(TokenRefusal reason, String detail) implements UserTokenResult {}
}
