package io.ringcast.sfu.wire;

/**
 * A reusable view of one RTP packet: RFC 3550 section 5.1, header extensions by RFC 8285.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * |                           timestamp                           |
 * |                             SSRC                              |
 * |                   CSRC (CC words, may be none)                |
 * |      extension profile        |   extension length in words   |  when X
 * |                     extension elements ...                    |
 * </pre>
 *
 * <p>All accessors speak of the last packet that {@link #wrap} accepted. Owned by one thread.
 */
public final class RtpView {
  public static final int FIXED_HEADER_SIZE = 12;
  static final int VERSION = 2;
  public static final int PADDING_BIT = 0x20;
  static final int EXTENSION_BIT = 0x10;
  static final int CSRC_COUNT_MASK = 0x0F;
  static final int MARKER_BIT = 0x80;
  static final int PAYLOAD_TYPE_MASK = 0x7F;
  static final int TYPE_OFFSET = 1;
  public static final int SEQUENCE_OFFSET = 2;
  static final int TIMESTAMP_OFFSET = 4;
  public static final int SSRC_OFFSET = 8;
  static final int EXTENSION_HEADER_SIZE = 4;
  static final int ONE_BYTE_PROFILE = 0xBEDE;
  static final int TWO_BYTE_PROFILE = 0x1000;
  /** The low four bits of the two-byte profile are "appbits", for the application to use. */
  static final int TWO_BYTE_PROFILE_MASK = 0xFFF0;
  static final int PADDING_ELEMENT = 0;
  static final int STOP_ELEMENT = 15;

  private byte[] bytes = new byte[0];
  private int offset;
  private int length;
  private int headerLength;
  private int paddingLength;
  private int extensionsStart;
  private int extensionsProfile;
  private int extensionOffset = -1;
  private int extensionLength;

  /** Points the view at a packet; false, and the view untouched, when the bytes are not one well-formed RTP packet. */
  public boolean wrap(byte[] bytes, int offset, int length) {
    int header = headerLength(bytes, offset, length);
    if (header < 0) {
      return false;
    }
    int padding = 0;
    if ((bytes[offset] & PADDING_BIT) != 0) {
      padding = BigEndian.u8(bytes, offset + length - 1);
      if (padding == 0 || header + padding > length) {
        return false;
      }
    }
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    headerLength = header;
    paddingLength = padding;
    extensionsProfile = 0;
    if ((bytes[offset] & EXTENSION_BIT) != 0) {
      int block = offset + FIXED_HEADER_SIZE + 4 * (bytes[offset] & CSRC_COUNT_MASK);
      extensionsProfile = BigEndian.u16(bytes, block);
      extensionsStart = block + EXTENSION_HEADER_SIZE;
    }
    forgetExtension();
    return true;
  }

  public byte[] bytes() {
    return bytes;
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }

  public boolean marker() {
    return markerOf(bytes, offset);
  }

  public int payloadType() {
    return payloadTypeOf(bytes, offset);
  }

  public int sequence() {
    return sequenceOf(bytes, offset);
  }

  public int timestamp() {
    return timestampOf(bytes, offset);
  }

  public long timestampUnsigned() {
    return timestampOf(bytes, offset) & 0xFFFF_FFFFL;
  }

  public int ssrc() {
    return ssrcOf(bytes, offset);
  }

  /** Fixed header, CSRCs and extension block. */
  public int headerLength() {
    return headerLength;
  }

  public int payloadOffset() {
    return offset + headerLength;
  }

  /** Without padding. */
  public int payloadLength() {
    return length - headerLength - paddingLength;
  }

  public int paddingLength() {
    return paddingLength;
  }

  /** Looks for the element with this id, in one-byte or two-byte form; a broken block ends the search. */
  public boolean findExtension(int id) {
    forgetExtension();
    if (extensionsProfile == ONE_BYTE_PROFILE) {
      return findOneByte(id);
    }
    if ((extensionsProfile & TWO_BYTE_PROFILE_MASK) == TWO_BYTE_PROFILE) {
      return findTwoByte(id);
    }
    return false;
  }

  /** Where the data of the element found last begins, as an index into {@link #bytes}; -1 when none was found. */
  public int extensionOffset() {
    return extensionOffset;
  }

  public int extensionLength() {
    return extensionLength;
  }

  public void sequence(int sequence) {
    BigEndian.put16(bytes, offset + SEQUENCE_OFFSET, sequence);
  }

  public void timestamp(int timestamp) {
    BigEndian.put32(bytes, offset + TIMESTAMP_OFFSET, timestamp);
  }

  public void ssrc(int ssrc) {
    BigEndian.put32(bytes, offset + SSRC_OFFSET, ssrc);
  }

  public void payloadType(int payloadType) {
    int kept = bytes[offset + TYPE_OFFSET] & MARKER_BIT;
    BigEndian.put8(bytes, offset + TYPE_OFFSET, kept | (payloadType & PAYLOAD_TYPE_MASK));
  }

  public void marker(boolean marker) {
    int kept = bytes[offset + TYPE_OFFSET] & PAYLOAD_TYPE_MASK;
    BigEndian.put8(bytes, offset + TYPE_OFFSET, kept | (marker ? MARKER_BIT : 0));
  }

  /**
   * Length of header, CSRCs and extension block, or -1 when they do not fit; looks at nothing behind them, so it serves packets whose
   * payload and padding are still encrypted.
   */
  public static int headerLength(byte[] bytes, int offset, int length) {
    if (length < FIXED_HEADER_SIZE || (bytes[offset] & 0xC0) >> 6 != VERSION) {
      return -1;
    }
    int header = FIXED_HEADER_SIZE + 4 * (bytes[offset] & CSRC_COUNT_MASK);
    if ((bytes[offset] & EXTENSION_BIT) != 0) {
      if (header + EXTENSION_HEADER_SIZE > length) {
        return -1;
      }
      header += EXTENSION_HEADER_SIZE + 4 * BigEndian.u16(bytes, offset + header + 2);
    }
    return header > length ? -1 : header;
  }

  public static boolean markerOf(byte[] bytes, int offset) {
    return (bytes[offset + TYPE_OFFSET] & MARKER_BIT) != 0;
  }

  public static int payloadTypeOf(byte[] bytes, int offset) {
    return bytes[offset + TYPE_OFFSET] & PAYLOAD_TYPE_MASK;
  }

  public static int sequenceOf(byte[] bytes, int offset) {
    return BigEndian.u16(bytes, offset + SEQUENCE_OFFSET);
  }

  public static int timestampOf(byte[] bytes, int offset) {
    return BigEndian.i32(bytes, offset + TIMESTAMP_OFFSET);
  }

  public static int ssrcOf(byte[] bytes, int offset) {
    return BigEndian.i32(bytes, offset + SSRC_OFFSET);
  }

  /** Takes the padding off the view and clears its bit in the packet. */
  void dropPadding() {
    bytes[offset] = (byte) (bytes[offset] & ~PADDING_BIT);
    length -= paddingLength;
    paddingLength = 0;
  }

  /** Takes payload and padding off the packet; the header stays. */
  public void dropPayload() {
    dropPadding();
    length = headerLength;
  }

  /** Removes the first bytes of the payload by moving the rest forward. */
  void cutPayloadHead(int count) {
    int payload = payloadOffset();
    System.arraycopy(bytes, payload + count, bytes, payload, length - headerLength - count);
    length -= count;
  }

  private void forgetExtension() {
    extensionOffset = -1;
    extensionLength = 0;
  }

  private boolean findOneByte(int id) {
    int end = offset + headerLength;
    int at = extensionsStart;
    while (at < end) {
      int elementId = BigEndian.u8(bytes, at) >> 4;
      if (elementId == STOP_ELEMENT) {
        return false;
      }
      if (elementId == PADDING_ELEMENT) {
        at++;
        continue;
      }
      int dataLength = (bytes[at] & 0x0F) + 1;
      at++;
      if (elementId == id) {
        return found(at, dataLength, end);
      }
      at += dataLength;
    }
    return false;
  }

  private boolean findTwoByte(int id) {
    int end = offset + headerLength;
    int at = extensionsStart;
    while (at < end) {
      int elementId = BigEndian.u8(bytes, at);
      at++;
      if (elementId == PADDING_ELEMENT) {
        continue;
      }
      if (at >= end) {
        return false;
      }
      int dataLength = BigEndian.u8(bytes, at);
      at++;
      if (elementId == id) {
        return found(at, dataLength, end);
      }
      at += dataLength;
    }
    return false;
  }

  private boolean found(int at, int dataLength, int end) {
    if (at + dataLength > end) {
      return false;
    }
    extensionOffset = at;
    extensionLength = dataLength;
    return true;
  }
}
