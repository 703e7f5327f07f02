package io.ringcast.signaling.http;

/**
 * A STUN or TURN server that clients are told of.
 *
 * @param uri as RFC 7064 or RFC 7065 write it
 * @param username empty for a server that wants none
 */
public record IceServer(String uri, String username, String credential) {
  /** The Link header's value (RFC 9725 section 4.6). */
  public String link() {
    String server = "<" + uri + ">; rel=\"ice-server\"";
    return username.isEmpty()
        ? server
        : server + "; username=\"" + username + "\"; credential=\"" + credential + "\"; credential-type=\"password\"";
  }

  @Override
  public String toString() {
    return "IceServer[" + uri + "]";
  }
}
