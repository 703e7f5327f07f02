package io.ringcast.sfu.wire.sctp;

import io.ringcast.sfu.wire.BigEndian;
import java.util.zip.CRC32C;

/** Numbers of SCTP (RFC 9260 section 3), of partial reliability (RFC 3758) and of stream reset (RFC 6525), and its checksum. */
public final class Sctp {
  public static final int DATA = 0;
  public static final int INIT = 1;
  public static final int INIT_ACK = 2;
  public static final int SACK = 3;
  public static final int HEARTBEAT = 4;
  public static final int HEARTBEAT_ACK = 5;
  public static final int ABORT = 6;
  public static final int SHUTDOWN = 7;
  public static final int SHUTDOWN_ACK = 8;
  public static final int ERROR = 9;
  public static final int COOKIE_ECHO = 10;
  public static final int COOKIE_ACK = 11;
  public static final int SHUTDOWN_COMPLETE = 14;
  public static final int RE_CONFIG = 130;
  public static final int FORWARD_TSN = 192;

  /** Flags of DATA: the message's last fragment, its first, not in order, and one whose answer must not wait (RFC 7053). */
  public static final int END = 1;
  public static final int BEGIN = 2;
  public static final int UNORDERED = 4;
  public static final int IMMEDIATE = 8;

  /** Flag of ABORT and SHUTDOWN COMPLETE: the tag is the receiver's own, sent back. */
  public static final int TAG_REFLECTED = 1;

  /** Bits of a type that we do not know: whether the rest of its packet still counts, and whether to report it. */
  public static final int UNKNOWN_SKIP_BIT = 0x80;
  public static final int UNKNOWN_REPORT_BIT = 0x40;

  public static final int HEARTBEAT_INFO = 1;
  public static final int STATE_COOKIE = 7;
  public static final int OUTGOING_RESET = 13;
  public static final int INCOMING_RESET = 14;
  public static final int ASSOCIATION_RESET = 15;
  public static final int RESET_RESPONSE = 16;
  public static final int ADD_OUTGOING_STREAMS = 17;
  public static final int ADD_INCOMING_STREAMS = 18;
  public static final int SUPPORTED_EXTENSIONS = 0x8008;
  public static final int FORWARD_TSN_SUPPORTED = 0xC000;

  public static final int INVALID_STREAM = 1;
  public static final int UNRECOGNIZED_CHUNK = 6;
  public static final int NO_USER_DATA = 9;
  public static final int COOKIE_WHILE_SHUTTING_DOWN = 10;
  public static final int USER_ABORT = 12;
  public static final int PROTOCOL_VIOLATION = 13;

  /** Both ports of an association that runs over DTLS, unless the description says otherwise; nobody looks at them. */
  public static final int WEBRTC_PORT = 5_000;

  public static final int HEADER_SIZE = 12;
  public static final int CHUNK_HEADER_SIZE = 4;
  /** Of a DATA chunk, its own header counted. */
  public static final int DATA_HEADER_SIZE = 16;
  public static final int PARAMETER_HEADER_SIZE = 4;
  static final int TAG_OFFSET = 4;
  static final int CHECKSUM_OFFSET = 8;

  private static final byte[] NO_CHECKSUM = new byte[Integer.BYTES];

  private Sctp() {}

  /** A length with the padding behind it. */
  public static int padded(int length) {
    return (length + 3) & ~3;
  }

  /** CRC32c of a packet whose checksum field counts as zero, in the byte order of the field (RFC 9260 appendix A). */
  static int checksum(CRC32C crc, byte[] bytes, int offset, int length) {
    crc.reset();
    crc.update(bytes, offset, CHECKSUM_OFFSET);
    crc.update(NO_CHECKSUM, 0, NO_CHECKSUM.length);
    crc.update(bytes, offset + HEADER_SIZE, length - HEADER_SIZE);
    return Integer.reverseBytes((int) crc.getValue());
  }

  static int checksumField(byte[] bytes, int offset) {
    return BigEndian.i32(bytes, offset + CHECKSUM_OFFSET);
  }
}
