package io.ringcast.mixer.intake;

import io.ringcast.sfu.wire.RtpHeaderWriter;

/** RTP packets as a tap gives them. */
final class RtpBytes {
  private RtpBytes() {}

  static byte[] packet(boolean marker, int payloadType, int sequence, int timestamp, byte[] payload) {
    byte[] packet = new byte[12 + payload.length];
    RtpHeaderWriter header = new RtpHeaderWriter();
    header.begin(packet, 0, marker, payloadType, sequence, timestamp, 7);
    System.arraycopy(payload, 0, packet, header.end(), payload.length);
    return packet;
  }
}
