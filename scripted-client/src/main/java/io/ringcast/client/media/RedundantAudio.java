package io.ringcast.client.media;

import io.ringcast.sfu.wire.BigEndian;
import java.util.Arrays;

/** Puts each audio payload behind the one before it (RFC 2198), as browsers do. */
final class RedundantAudio {
  private static final int FOLLOWED = 0x80;
  private static final int REDUNDANT_HEADER = 4;
  private static final int LENGTH_BITS = 10;

  private final int payloadType;
  private final int timestampStep;
  private byte[] before = new byte[0];

  /** @param payloadType of the codec inside */
  RedundantAudio(int payloadType, int timestampStep) {
    this.payloadType = payloadType;
    this.timestampStep = timestampStep;
  }

  /** The payload that carries this one. */
  byte[] wrap(byte[] payload) {
    int redundant = before.length == 0 ? 0 : REDUNDANT_HEADER + before.length;
    byte[] wrapped = new byte[redundant + 1 + payload.length];
    int at = 0;
    if (redundant > 0) {
      BigEndian.put8(wrapped, 0, FOLLOWED | payloadType);
      BigEndian.put24(wrapped, 1, (timestampStep << LENGTH_BITS) | before.length);
      at = REDUNDANT_HEADER;
    }
    wrapped[at] = (byte) payloadType;
    System.arraycopy(before, 0, wrapped, at + 1, before.length);
    System.arraycopy(payload, 0, wrapped, at + 1 + before.length, payload.length);
    before = Arrays.copyOf(payload, payload.length);
    return wrapped;
  }
}
