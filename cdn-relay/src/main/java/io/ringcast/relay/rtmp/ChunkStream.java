package io.ringcast.relay.rtmp;

import java.util.Arrays;

/** One chunk stream as its receiver knows it: what its last header said, and the message that is not whole yet. */
final class ChunkStream {
  private static final int FIRST_BYTES = 1_024;

  int length;
  int type;
  int streamId;
  /** The last header's timestamp, or delta. */
  int time;
  boolean absolute;
  boolean extended;
  private int timestampMs;
  private byte[] held = {};
  private int heldLength;
  private boolean begun;

  /**
   * A message begins: a full header says its time, the others what to add to the last one's. A head of one byte repeats the last header,
   * even a full one's time as a delta (section 5.3.1.2.4).
   */
  void begin() {
    timestampMs = absolute ? time : timestampMs + time;
    absolute = false;
    begun = true;
  }

  boolean unfinished() {
    return begun;
  }

  int left() {
    return length - heldLength;
  }

  /** Pictures and sounds may be long. */
  boolean large() {
    return type == RtmpMessage.VIDEO || type == RtmpMessage.AUDIO;
  }

  void hold(byte[] bytes, int from, int count) {
    if (heldLength + count > held.length) {
      int grown = Math.max(FIRST_BYTES, Math.max(2 * held.length, heldLength + count));
      held = Arrays.copyOf(held, Math.min(length, grown));
    }
    System.arraycopy(bytes, from, held, heldLength, count);
    heldLength += count;
  }

  RtmpMessage finish() {
    byte[] payload = held.length == length ? held : Arrays.copyOf(held, length);
    abort();
    return new RtmpMessage(type, streamId, timestampMs, payload);
  }

  /** Forgets the message that is not whole. @return how many bytes of it there were */
  int abort() {
    int count = heldLength;
    held = new byte[0];
    heldLength = 0;
    begun = false;
    return count;
  }
}
