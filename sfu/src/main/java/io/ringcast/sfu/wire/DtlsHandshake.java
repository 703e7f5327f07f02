package io.ringcast.sfu.wire;

/**
 * A look at the handshake messages of DTLS records (RFC 6347 sections 4.1 and 4.2.2) before they are believed: each fragment names the
 * length of its whole message, and a receiver that puts fragments together makes room for it, 16 MiB at most.
 *
 * <pre>
 * | type | version | epoch | sequence number | length |   record header, 13 bytes
 * | message type | length (24) | message sequence | fragment offset (24) | fragment length (24) |   message header, 12 bytes
 * </pre>
 */
public final class DtlsHandshake {
  /** More than any certificate chain of a WebRTC client, which is a self-signed certificate of less than 2,000 bytes. */
  public static final int MAX_MESSAGE_BYTES = 16_384;

  private static final int RECORD_HEADER = 13;
  private static final int EPOCH_AT = 3;
  private static final int RECORD_LENGTH_AT = 11;
  private static final int HANDSHAKE = 22;
  private static final int MESSAGE_HEADER = 12;
  private static final int MESSAGE_LENGTH_AT = 1;
  private static final int FRAGMENT_LENGTH_AT = 9;

  private DtlsHandshake() {}

  /** Whether every message that the datagram speaks of in the clear is within {@link #MAX_MESSAGE_BYTES}. */
  public static boolean bounded(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (end - at >= RECORD_HEADER) {
      int recordEnd = Math.min(end, at + RECORD_HEADER + BigEndian.u16(bytes, at + RECORD_LENGTH_AT));
      boolean clear = BigEndian.u8(bytes, at) == HANDSHAKE && BigEndian.u16(bytes, at + EPOCH_AT) == 0;
      if (clear && !messagesBounded(bytes, at + RECORD_HEADER, recordEnd)) {
        return false;
      }
      at = recordEnd;
    }
    return true;
  }

  /** The same for the content of one handshake record, from {@code from} up to {@code end}. */
  public static boolean messagesBounded(byte[] bytes, int from, int end) {
    int at = from;
    while (end - at >= MESSAGE_HEADER) {
      if (BigEndian.u24(bytes, at + MESSAGE_LENGTH_AT) > MAX_MESSAGE_BYTES) {
        return false;
      }
      at += MESSAGE_HEADER + BigEndian.u24(bytes, at + FRAGMENT_LENGTH_AT);
    }
    return true;
  }
}
