package io.ringcast.sfu.wire;

/**
 * Numbers of RTCP: RFC 3550 section 12.1, RFC 3611 section 4, RFC 4585 section 6, RFC 5104 section 4, RFC 8888 section 3,
 * and the drafts for REMB and transport-wide feedback.
 */
public final class Rtcp {
  public static final int SENDER_REPORT = 200;
  public static final int RECEIVER_REPORT = 201;
  public static final int SDES = 202;
  public static final int BYE = 203;
  public static final int APP = 204;
  public static final int TRANSPORT_FEEDBACK = 205;
  public static final int PAYLOAD_FEEDBACK = 206;
  public static final int EXTENDED_REPORT = 207;

  /** Formats of {@link #TRANSPORT_FEEDBACK}. */
  public static final int FMT_NACK = 1;
  public static final int FMT_CONGESTION = 11;
  public static final int FMT_TWCC = 15;

  /** Formats of {@link #PAYLOAD_FEEDBACK}. */
  public static final int FMT_PLI = 1;
  public static final int FMT_FIR = 4;
  public static final int FMT_APPLICATION = 15;

  /** Block types of {@link #EXTENDED_REPORT}. */
  static final int REFERENCE_TIME_BLOCK = 4;
  static final int DELAY_BLOCK = 5;

  public static final int HEADER_SIZE = 4;
  static final int SSRC_SIZE = 4;
  static final int REPORT_BLOCK_SIZE = 24;
  static final int SENDER_INFO_SIZE = 20;
  /** Sender and media SSRC, which open every feedback message behind the header. */
  static final int FEEDBACK_HEAD_SIZE = 8;
  static final int FIR_ENTRY_SIZE = 8;
  static final int NACK_ENTRY_SIZE = 4;
  /** Block type and length, which open every block of an extended report. */
  static final int BLOCK_HEAD_SIZE = 4;
  static final int REFERENCE_TIME_SIZE = 8;
  /** Receiver, its last reference time, the delay since. */
  static final int DELAY_ENTRY_SIZE = 12;
  /** The count field has five bits. */
  static final int MAX_COUNT = 31;
  /** "REMB" in ASCII. */
  static final int REMB_IDENTIFIER = 0x52454D42;
  static final int CNAME_ITEM = 1;
  static final int CNAME_MAX_BYTES = 255;

  private Rtcp() {}

  /** Whether a datagram with RTP's version holds RTCP when both share a port: second byte 192 to 223 (RFC 5761 section 4). */
  public static boolean looksLikeRtcp(byte[] bytes, int offset, int length) {
    return length >= HEADER_SIZE && (bytes[offset] & 0xC0) == 0x80 && (bytes[offset + 1] & 0xE0) == 0xC0;
  }
}
