package io.ringcast.client.media;

import io.ringcast.sfu.wire.BigEndian;

/**
 * The last bytes of every scripted payload: a magic word, a per-stream count and the send time, so that a receiver can tell what came,
 * in which order, and how late.
 *
 * <pre>
 * | magic (4) | layer (2) | packet index of frame (2) | count (8) | send time, ns of the machine's monotonic clock (8) |
 * </pre>
 */
public final class Stamp {
  public static final int SIZE = 24;
  private static final int MAGIC = 0x52434C54;
  private static final int LAYER_OFFSET = 4;
  private static final int INDEX_OFFSET = 6;
  private static final int COUNT_OFFSET = 8;
  private static final int SENT_OFFSET = 16;

  private Stamp() {}

  /** Writes a stamp at the end of a payload. */
  public static void write(byte[] bytes, int payloadEnd, int layer, int packetOfFrame, long count, long sentNs) {
    int at = payloadEnd - SIZE;
    BigEndian.put32(bytes, at, MAGIC);
    BigEndian.put16(bytes, at + LAYER_OFFSET, layer);
    BigEndian.put16(bytes, at + INDEX_OFFSET, packetOfFrame);
    BigEndian.put64(bytes, at + COUNT_OFFSET, count);
    BigEndian.put64(bytes, at + SENT_OFFSET, sentNs);
  }

  /** Whether a payload of {@code length} bytes that ends at {@code payloadEnd} has a stamp. */
  public static boolean present(byte[] bytes, int payloadEnd, int length) {
    return length >= SIZE && BigEndian.i32(bytes, payloadEnd - SIZE) == MAGIC;
  }

  public static int layer(byte[] bytes, int payloadEnd) {
    return BigEndian.u16(bytes, payloadEnd - SIZE + LAYER_OFFSET);
  }

  /** 0 for the first packet of a frame. */
  public static int packetOfFrame(byte[] bytes, int payloadEnd) {
    return BigEndian.u16(bytes, payloadEnd - SIZE + INDEX_OFFSET);
  }

  public static long count(byte[] bytes, int payloadEnd) {
    return BigEndian.i64(bytes, payloadEnd - SIZE + COUNT_OFFSET);
  }

  public static long sentNs(byte[] bytes, int payloadEnd) {
    return BigEndian.i64(bytes, payloadEnd - SIZE + SENT_OFFSET);
  }
}
