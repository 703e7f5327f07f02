package io.ringcast.identity.signed;

import io.ringcast.identity.App;
import io.ringcast.identity.KeyPair;

/** What became of a signed request. */
public sealed interface SignatureResult {

  /** The app's own back end speaks, for the first time with these words. */
  record Accepted(App app, KeyPair pair) implements SignatureResult {}

  /** {@code detail} tells the back end what to do. */
  record Refused(SignatureRefusal reason, String detail) implements SignatureResult {}
}
