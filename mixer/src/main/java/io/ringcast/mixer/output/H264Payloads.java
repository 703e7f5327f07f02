package io.ringcast.mixer.output;

import io.ringcast.sfu.wire.payload.AnnexB;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** H.264 in packetization mode 1: units that fit by themselves, larger ones in fragments (RFC 6184 sections 5.6 and 5.8). */
public final class H264Payloads {
  private static final int TYPE_MASK = 0x1F;
  private static final int IMPORTANCE_MASK = 0xE0;
  private static final int FU_A = 28;
  private static final int FU_HEADERS = 2;
  private static final int START_BIT = 0x80;
  private static final int END_BIT = 0x40;

  private H264Payloads() {}

  /** The payloads of a frame with start codes (ITU-T H.264 annex B). */
  public static List<byte[]> of(byte[] frame) {
    List<byte[]> payloads = new ArrayList<>();
    AnnexB.find(frame, (offset, length) -> addUnit(frame, offset, offset + length, payloads));
    return payloads;
  }

  private static void addUnit(byte[] frame, int begin, int end, List<byte[]> payloads) {
    if (end - begin <= RtpOut.PAYLOAD_MAX) {
      payloads.add(Arrays.copyOfRange(frame, begin, end));
      return;
    }
    int room = RtpOut.PAYLOAD_MAX - FU_HEADERS;
    for (int at = begin + 1; at < end; at += room) {
      int count = Math.min(room, end - at);
      byte[] payload = new byte[FU_HEADERS + count];
      payload[0] = (byte) ((frame[begin] & IMPORTANCE_MASK) | FU_A);
      int first = at == begin + 1 ? START_BIT : 0;
      int last = at + count == end ? END_BIT : 0;
      payload[1] = (byte) (first | last | (frame[begin] & TYPE_MASK));
      System.arraycopy(frame, at, payload, FU_HEADERS, count);
      payloads.add(payload);
    }
  }
}
