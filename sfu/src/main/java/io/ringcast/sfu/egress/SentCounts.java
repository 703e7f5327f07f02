package io.ringcast.sfu.egress;

/** What a subscription has sent on its primary SSRC, and how fast. */
final class SentCounts {
  private final SendRates rates = new SendRates();
  private long packets;
  private long bytes;
  private long payloadBytes;

  void add(int packetBytes, int payload, long nowNs) {
    packets++;
    bytes += packetBytes;
    payloadBytes += payload;
    rates.add(packetBytes, nowNs);
  }

  long packets() {
    return packets;
  }

  /** With headers and protection. */
  long bytes() {
    return bytes;
  }

  long payloadBytes() {
    return payloadBytes;
  }

  long bitrateBps(long nowNs) {
    return rates.bitrateBps(nowNs);
  }
}
