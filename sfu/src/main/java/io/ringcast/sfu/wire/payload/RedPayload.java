package io.ringcast.sfu.wire.payload;

import io.ringcast.sfu.wire.BigEndian;

/**
 * Redundant audio (RFC 2198 section 3): earlier packets' content again, then the packet's own, the primary block.
 *
 * <pre>
 * |F| block PT | timestamp offset 14 | length 10 |  once for each redundant block, F set
 * |0| block PT |                                    the primary block, which takes the rest
 * </pre>
 */
public final class RedPayload {
  private static final int FOLLOWED_BIT = 0x80;
  private static final int TYPE_MASK = 0x7F;
  private static final int LENGTH_MASK = 0x3FF;
  private static final int REDUNDANT_HEADER_SIZE = 4;
  /** Returned for what is no redundant payload. */
  public static final int MALFORMED = -1;

  private RedPayload() {}

  /** How many bytes stand before the primary block's content; malformed when it is empty or not of this payload type. */
  public static int primaryOffset(byte[] bytes, int offset, int length, int payloadType) {
    int at = 0;
    int redundant = 0;
    while (at < length && (bytes[offset + at] & FOLLOWED_BIT) != 0) {
      if (length - at < REDUNDANT_HEADER_SIZE) {
        return MALFORMED;
      }
      redundant += BigEndian.u16(bytes, offset + at + 2) & LENGTH_MASK;
      at += REDUNDANT_HEADER_SIZE;
    }
    int primary = at + 1 + redundant;
    return primary < length && bytes[offset + at] == payloadType ? primary : MALFORMED;
  }

  /** Gives all blocks another payload type in place; the payload was found well-formed before. */
  public static void renumber(byte[] bytes, int offset, int payloadType) {
    int at = offset;
    while ((bytes[at] & FOLLOWED_BIT) != 0) {
      bytes[at] = (byte) (FOLLOWED_BIT | (payloadType & TYPE_MASK));
      at += REDUNDANT_HEADER_SIZE;
    }
    bytes[at] = (byte) payloadType;
  }
}
