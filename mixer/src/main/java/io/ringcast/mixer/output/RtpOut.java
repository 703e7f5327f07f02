package io.ringcast.mixer.output;

import io.ringcast.sfu.wire.RtpHeaderWriter;
import java.util.List;

/** One RTP stream of the mix: frames become packets with numbers and timestamps of their own. Owned by one thread. */
public final class RtpOut {
  /** With every header and a tunnel's around it, less than the smallest path carries. */
  static final int PAYLOAD_MAX = 1_100;
  private static final int HEADER_ROOM = 64;

  private final RtpHeaderWriter header = new RtpHeaderWriter();
  private final byte[] packet = new byte[HEADER_ROOM + PAYLOAD_MAX];
  private int sequence;

  /** Where packets go; the bytes are the receiver's until it returns. */
  @FunctionalInterface
  public interface Sink {
    void onPacket(byte[] bytes, int offset, int length);
  }

  /** Sends the payloads of one frame, the last with the marker where {@code marked}. */
  public void send(List<byte[]> payloads, int timestamp, boolean marked, Sink sink) {
    for (int i = 0; i < payloads.size(); i++) {
      byte[] payload = payloads.get(i);
      header.begin(packet, 0, marked && i == payloads.size() - 1, 0, sequence++ & 0xFFFF, timestamp, 0);
      System.arraycopy(payload, 0, packet, header.end(), payload.length);
      sink.onPacket(packet, 0, header.end() + payload.length);
    }
  }
}
