package io.ringcast.sfu.wire.payload;

/** How one codec's RTP payload tells what forwarding must know. Stateless; fills a reusable {@link PayloadInfo}. */
public interface PayloadFormat {
  /** Reads one packet's payload without padding; false when it is malformed, and {@code out} then says nothing. */
  boolean parse(byte[] bytes, int offset, int length, PayloadInfo out);

  /**
   * Moves codec-level continuity fields in place in a subscriber's copy by these distances, each modulo its field's width (VP8: picture
   * id of 7 or 15 bits, TL0PICIDX). Formats without such fields, and malformed payloads, are left as they are.
   */
  default void rewrite(byte[] bytes, int offset, int length, int pictureIdDelta, int tl0Delta) {}
}
