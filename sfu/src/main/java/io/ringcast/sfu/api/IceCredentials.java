package io.ringcast.sfu.api;

/** A user fragment and its password (RFC 8445 section 5.3). */
public record IceCredentials(String ufrag, String password) {
  @Override
  public String toString() {
    return "IceCredentials[ufrag=" + ufrag + ']';
  }
}
