package io.ringcast.sfu.wire;

/** Retransmissions on their own SSRC: RFC 4588 section 4; the payload begins with the original sequence number (OSN). */
public final class RtxPacket {
  public static final int OSN_SIZE = 2;

  private RtxPacket() {}

  /** The sequence the packet was first sent with; -1 when there is no payload, as in padding probes. */
  public static int originalSequence(RtpView packet) {
    return packet.payloadLength() < OSN_SIZE ? -1 : BigEndian.u16(packet.bytes(), packet.payloadOffset());
  }

  /**
   * Turns the retransmission back into the original, in place: the payload moves forward over the OSN, padding goes, and the view then
   * shows the original. False, and nothing changed, when there is no payload.
   */
  public static boolean unwrap(RtpView packet, int ssrc, int payloadType) {
    int original = originalSequence(packet);
    if (original < 0) {
      return false;
    }
    packet.dropPadding();
    packet.cutPayloadHead(OSN_SIZE);
    packet.sequence(original);
    packet.ssrc(ssrc);
    packet.payloadType(payloadType);
    return true;
  }

  /** Writes the OSN where a retransmission's payload begins. */
  public static void writeOriginalSequence(byte[] bytes, int payloadOffset, int sequence) {
    BigEndian.put16(bytes, payloadOffset, sequence);
  }
}
