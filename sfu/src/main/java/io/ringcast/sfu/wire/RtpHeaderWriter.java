package io.ringcast.sfu.wire;

/**
 * Writes a fresh RTP header (RFC 3550 section 5.1) with an extension block (RFC 8285): begin, any number of extensions, end.
 *
 * <p>The caller's array must hold the 12 bytes of the fixed header; an extension that does not fit, or that the chosen form cannot
 * express, is refused and the header stays valid. Reusable, owned by one thread.
 */
public final class RtpHeaderWriter {
  private static final int ONE_BYTE_MAX_ID = 14;
  private static final int ONE_BYTE_MAX_LENGTH = 16;
  private static final int TWO_BYTE_MAX_ID = 255;
  private static final int TWO_BYTE_MAX_LENGTH = 255;
  /** An int is the widest value written by {@link #extension(int, int, int)}. */
  private static final int MAX_VALUE_BYTES = 4;

  private byte[] bytes = new byte[0];
  private int offset;
  private int position;
  private boolean twoByteForm;

  /** Starts a header whose extensions take the one-byte form: ids 1 to 14, 1 to 16 bytes each. */
  public void begin(byte[] bytes, int offset, boolean marker, int payloadType, int sequence, int timestamp, int ssrc) {
    this.bytes = bytes;
    this.offset = offset;
    twoByteForm = false;
    position = offset + RtpView.FIXED_HEADER_SIZE + RtpView.EXTENSION_HEADER_SIZE;
    BigEndian.put8(bytes, offset, RtpView.VERSION << 6);
    BigEndian.put8(bytes, offset + RtpView.TYPE_OFFSET,
      (marker ? RtpView.MARKER_BIT : 0) | (payloadType & RtpView.PAYLOAD_TYPE_MASK));
    BigEndian.put16(bytes, offset + RtpView.SEQUENCE_OFFSET, sequence);
    BigEndian.put32(bytes, offset + RtpView.TIMESTAMP_OFFSET, timestamp);
    BigEndian.put32(bytes, offset + RtpView.SSRC_OFFSET, ssrc);
  }

  /** Starts a header whose extensions take the two-byte form: ids 1 to 255, 0 to 255 bytes each. */
  public void beginTwoByte(byte[] bytes, int offset, boolean marker, int payloadType, int sequence, int timestamp, int ssrc) {
    begin(bytes, offset, marker, payloadType, sequence, timestamp, ssrc);
    twoByteForm = true;
  }

  /** Appends one element; false when it was refused. */
  public boolean extension(int id, byte[] source, int sourceOffset, int length) {
    if (!element(id, length)) {
      return false;
    }
    System.arraycopy(source, sourceOffset, bytes, position, length);
    position += length;
    return true;
  }

  /** Appends one element of the low bytes of a number, in network order; false when it was refused. */
  public boolean extension(int id, int value, int byteCount) {
    if (byteCount > MAX_VALUE_BYTES || !element(id, byteCount)) {
      return false;
    }
    for (int shift = 8 * (byteCount - 1); shift >= 0; shift -= 8) {
      BigEndian.put8(bytes, position, value >> shift);
      position++;
    }
    return true;
  }

  /** Closes the header and tells its length; without extensions there is no block. */
  public int end() {
    int block = offset + RtpView.FIXED_HEADER_SIZE;
    int elements = block + RtpView.EXTENSION_HEADER_SIZE;
    if (position == elements) {
      return RtpView.FIXED_HEADER_SIZE;
    }
    while (((position - elements) & 3) != 0) {
      BigEndian.put8(bytes, position, RtpView.PADDING_ELEMENT);
      position++;
    }
    bytes[offset] = (byte) (bytes[offset] | RtpView.EXTENSION_BIT);
    BigEndian.put16(bytes, block, twoByteForm ? RtpView.TWO_BYTE_PROFILE : RtpView.ONE_BYTE_PROFILE);
    BigEndian.put16(bytes, block + 2, (position - elements) / 4);
    return position - offset;
  }

  private boolean element(int id, int length) {
    int maxId = twoByteForm ? TWO_BYTE_MAX_ID : ONE_BYTE_MAX_ID;
    int minLength = twoByteForm ? 0 : 1;
    int maxLength = twoByteForm ? TWO_BYTE_MAX_LENGTH : ONE_BYTE_MAX_LENGTH;
    if (id < 1 || id > maxId || length < minLength || length > maxLength) {
      return false;
    }
    int elements = offset + RtpView.FIXED_HEADER_SIZE + RtpView.EXTENSION_HEADER_SIZE;
    int after = position - elements + (twoByteForm ? 2 : 1) + length;
    int padded = (after + 3) & ~3;
    if (elements + padded > bytes.length) {
      return false;
    }
    if (twoByteForm) {
      BigEndian.put8(bytes, position, id);
      BigEndian.put8(bytes, position + 1, length);
      position += 2;
    } else {
      BigEndian.put8(bytes, position, (id << 4) | (length - 1));
      position++;
    }
    return true;
  }
}
