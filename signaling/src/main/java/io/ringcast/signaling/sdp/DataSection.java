package io.ringcast.signaling.sdp;

import java.util.List;

/** What a section of data channels says of itself (RFC 8841). */
final class DataSection {
  static final String PROTOCOL = "UDP/DTLS/SCTP";
  static final String FORMAT = "webrtc-datachannel";
  private static final int SCTP_PORT = 5000;
  private static final int MESSAGE_BYTES_MAX = 65_536;

  private DataSection() {}

  static List<String> lines() {
    return List.of("a=sctp-port:" + SCTP_PORT, "a=max-message-size:" + MESSAGE_BYTES_MAX);
  }
}
