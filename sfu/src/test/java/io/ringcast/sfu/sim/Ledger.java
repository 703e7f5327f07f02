package io.ringcast.sfu.sim;

import io.ringcast.sfu.wire.BigEndian;
import java.util.ArrayList;
import java.util.List;

/** Every media packet that any publisher sent: each carries its number in its last four bytes, so that it is known wherever it turns up. */
final class Ledger {
  static final int NUMBER_BYTES = Integer.BYTES;

  private final List<SentPacket> sent = new ArrayList<>();

  /** Enters a packet and writes its number to the end of its payload. */
  void enter(SentPacket packet, byte[] payload) {
    BigEndian.put32(payload, payload.length - NUMBER_BYTES, sent.size());
    sent.add(packet);
  }

  /** The packet whose payload ends here. */
  SentPacket find(byte[] bytes, int payloadOffset, int payloadLength) {
    int number = payloadLength < NUMBER_BYTES ? -1 : BigEndian.i32(bytes, payloadOffset + payloadLength - NUMBER_BYTES);
    if (number < 0 || number >= sent.size()) {
      throw new Broken("a payload of %d bytes that nobody sent", payloadLength);
    }
    return sent.get(number);
  }
}
