package io.ringcast.signaling.sdp;

import io.ringcast.sfu.api.PeerData;
import java.util.List;
import java.util.regex.Pattern;

/** What a section of data channels says of itself (RFC 8841). */
final class DataSection {
  static final String PROTOCOL = "UDP/DTLS/SCTP";
  static final String FORMAT = "webrtc-datachannel";
  private static final int SCTP_PORT = 5000;
  /** What a peer takes that does not say. */
  static final int UNTOLD_MESSAGE_BYTES = 65_536;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,20}");
  private static final int DIGITS_OF_USE = 9;

  private DataSection() {}

  static List<String> lines() {
    return List.of("a=sctp-port:" + SCTP_PORT, "a=max-message-size:" + PeerData.MESSAGE_BYTES_MAX);
  }

  /** The longest message as {@code a=max-message-size} tells it, and no longer than is of use here: 0 stands for any length. */
  static int messageBytes(int line, String value) throws SdpException {
    SectionReader.matching(NUMBER, line, "max-message-size", value, "a number of bytes is needed");
    int bytes = value.length() > DIGITS_OF_USE ? 0 : Integer.parseInt(value);
    return bytes == 0 ? PeerData.MESSAGE_BYTES_MAX : Math.min(bytes, PeerData.MESSAGE_BYTES_MAX);
  }
}
