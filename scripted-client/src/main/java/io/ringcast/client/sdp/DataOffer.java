package io.ringcast.client.sdp;

import java.net.InetSocketAddress;

/** An offer of data channels and nothing else (RFC 8841), as SDP text. */
public record DataOffer(String ufrag, String password, String fingerprint, String setup) {
  /** With our one candidate, and no more to come. */
  public String text(InetSocketAddress host) {
    StringBuilder out = new StringBuilder(1024);
    Offer.line(out, "v=0", "o=- 4611731400430051338 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0");
    Offer.line(out, "m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "c=IN IP4 0.0.0.0", "a=mid:0");
    Offer.line(out, "a=ice-ufrag:" + ufrag, "a=ice-pwd:" + password, "a=ice-options:trickle");
    Offer.line(out, "a=fingerprint:sha-256 " + fingerprint, "a=setup:" + setup);
    Offer.host(out, host);
    Offer.line(out, "a=sctp-port:5000", "a=max-message-size:262144");
    return out.toString();
  }
}
