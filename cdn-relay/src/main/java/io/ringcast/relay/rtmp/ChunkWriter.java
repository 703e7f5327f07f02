package io.ringcast.relay.rtmp;

import io.ringcast.sfu.wire.BigEndian;

/**
 * Writes messages as chunks: each begins with a full header, so the same bytes are right for every receiver that was told the same chunk
 * size, whatever it was sent before ({@link ChunkReader} has the drawing).
 */
final class ChunkWriter {
  private static final int FULL_HEADER = 12;
  private static final int CONTINUATION = 0xC0;
  private static final int EXTENDED = 0xFF_FFFF;

  private ChunkWriter() {}

  /** The chunks of a message; its chunk stream's number is below 64. */
  static byte[] write(RtmpMessage message, int chunkSize) {
    byte[] payload = message.payload();
    boolean extended = Integer.compareUnsigned(message.timestampMs(), EXTENDED) >= 0;
    int extension = extended ? Integer.BYTES : 0;
    int chunks = Math.max(1, (payload.length + chunkSize - 1) / chunkSize);
    byte[] bytes = new byte[FULL_HEADER + extension + payload.length + (chunks - 1) * (1 + extension)];
    bytes[0] = (byte) message.chunkStream();
    BigEndian.put24(bytes, 1, extended ? EXTENDED : message.timestampMs());
    BigEndian.put24(bytes, 4, payload.length);
    bytes[7] = (byte) message.type();
    BigEndian.put32(bytes, 8, Integer.reverseBytes(message.streamId()));
    int at = putExtension(bytes, FULL_HEADER, extended, message.timestampMs());
    for (int from = 0; from < payload.length; from += chunkSize) {
      if (from > 0) {
        bytes[at] = (byte) (CONTINUATION | message.chunkStream());
        at = putExtension(bytes, at + 1, extended, message.timestampMs());
      }
      int count = Math.min(chunkSize, payload.length - from);
      System.arraycopy(payload, from, bytes, at, count);
      at += count;
    }
    return bytes;
  }

  private static int putExtension(byte[] bytes, int at, boolean extended, int timestampMs) {
    if (!extended) {
      return at;
    }
    BigEndian.put32(bytes, at, timestampMs);
    return at + Integer.BYTES;
  }
}
