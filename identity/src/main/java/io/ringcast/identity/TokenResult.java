package io.ringcast.identity;

/** What became of a token that was shown to us. */
public sealed interface TokenResult {

  /** The signature, the times and the shape are right: what the token allows in the name of its app. */
  record Accepted(App app, RoomToken token) implements TokenResult { }

  /** The token is worth nothing; {@code detail} tells its maker what to do. */
  record Refused(TokenRefusal reason, String detail) implements TokenResult { }
}
