package io.ringcast.client.sdp;

import java.net.InetSocketAddress;
import java.util.List;

/** What an ICE restart is answered with (RFC 8840's fragment): the server's new credentials and where it is reached. */
public record IceRenewal(String ufrag, String password, List<InetSocketAddress> candidates) {
  /** Asks for a restart with these credentials of ours. */
  public static String request(String ufrag, String password) {
    return "a=group:BUNDLE 0 1\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\na=ice-ufrag:" + ufrag + "\r\na=ice-pwd:" + password + "\r\n";
  }
}
