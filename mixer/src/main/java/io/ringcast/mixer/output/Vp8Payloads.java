package io.ringcast.mixer.output;

import java.util.ArrayList;
import java.util.List;

/** VP8 with a picture id of 15 bits, so that receivers notice a missing picture: RFC 7741 section 4.2. Owned by one thread. */
public final class Vp8Payloads {
  private static final int DESCRIPTOR = 4;
  private static final int EXTENDED_BIT = 0x80;
  private static final int START_BIT = 0x10;
  private static final int PICTURE_ID_BIT = 0x80;
  private static final int LONG_BIT = 0x80;

  private int pictureId;

  /** The payloads of a frame. */
  public List<byte[]> of(byte[] frame) {
    List<byte[]> payloads = new ArrayList<>();
    int room = RtpOut.PAYLOAD_MAX - DESCRIPTOR;
    for (int at = 0; at < frame.length; at += room) {
      int count = Math.min(room, frame.length - at);
      byte[] payload = new byte[DESCRIPTOR + count];
      payload[0] = (byte) (EXTENDED_BIT | (at == 0 ? START_BIT : 0));
      payload[1] = (byte) PICTURE_ID_BIT;
      payload[2] = (byte) (LONG_BIT | (pictureId >> 8 & 0x7F));
      payload[3] = (byte) pictureId;
      System.arraycopy(frame, at, payload, DESCRIPTOR, count);
      payloads.add(payload);
    }
    pictureId++;
    return payloads;
  }
}
