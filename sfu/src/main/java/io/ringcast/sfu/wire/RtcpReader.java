package io.ringcast.sfu.wire;

import java.util.function.IntConsumer;

/**
 * A reusable walk over the packets of an RTCP datagram, compound (RFC 3550 section 6.1) or reduced-size (RFC 5506).
 *
 * <pre>
 * |V=2|P| count/fmt |  packet type  |        length in words - 1    |
 * |                        sender SSRC ...                          |
 * </pre>
 *
 * <p>Accessors of one packet type answer zero, or "none", when the current packet is of another type or too short. Owned by one thread.
 */
public final class RtcpReader {
  /** Upper bound on the sequences visited for one NACK; browsers ask for at most 1,000 at once, what exceeds the bound is left out. */
  public static final int MAX_NACKED_SEQUENCES = 1024;

  private static final int NTP_OFFSET = 8;
  private static final int RTP_TIMESTAMP_OFFSET = 16;
  private static final int PACKET_COUNT_OFFSET = 20;
  private static final int OCTET_COUNT_OFFSET = 24;
  private static final int MEDIA_SSRC_OFFSET = 8;
  private static final int FCI_OFFSET = 12;
  private static final int FIR_SEQUENCE_OFFSET = 4;
  private static final int REMB_BITRATE_OFFSET = 16;
  private static final int REMB_MIN_SIZE = 20;

  private byte[] bytes = new byte[0];
  private int end;
  private int packet;
  private int packetEnd;
  private int nextPacket;

  /** Points the reader before the first packet; false when the lengths of the packets do not add up to exactly these bytes. */
  public boolean wrap(byte[] bytes, int offset, int length) {
    if (!wellFormed(bytes, offset, length)) {
      return false;
    }
    this.bytes = bytes;
    end = offset + length;
    nextPacket = offset;
    packet = offset;
    packetEnd = offset;
    return true;
  }

  /** Steps to the next packet; false at the end. */
  public boolean next() {
    if (nextPacket >= end) {
      packetEnd = packet;
      return false;
    }
    packet = nextPacket;
    nextPacket += sizeOf(bytes, packet);
    packetEnd = nextPacket - paddingOf(bytes, packet, nextPacket);
    return true;
  }

  public int packetType() {
    return holds(Rtcp.HEADER_SIZE) ? BigEndian.u8(bytes, packet + 1) : 0;
  }

  /** The five bits that count report blocks, chunks or sources. */
  public int count() {
    return holds(Rtcp.HEADER_SIZE) ? bytes[packet] & Rtcp.MAX_COUNT : 0;
  }

  /** The same five bits, where they tell the format of a feedback message. */
  public int fmt() {
    return count();
  }

  public int senderSsrc() {
    return field(Rtcp.HEADER_SIZE);
  }

  public int mediaSsrc() {
    return field(MEDIA_SSRC_OFFSET);
  }

  /** Where the current packet begins in the bytes given to {@link #wrap}. */
  public int packetOffset() {
    return packet;
  }

  /** Length of the current packet without padding. */
  public int packetLength() {
    return packetEnd - packet;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Whether the current packet is a complete sender report. */
  public boolean isSenderReport() {
    return packetType() == Rtcp.SENDER_REPORT && holds(Rtcp.HEADER_SIZE + Rtcp.SSRC_SIZE + Rtcp.SENDER_INFO_SIZE);
  }

  public long ntpTimestamp() {
    return isSenderReport() ? BigEndian.i64(bytes, packet + NTP_OFFSET) : 0;
  }

  public int rtpTimestamp() {
    return isSenderReport() ? field(RTP_TIMESTAMP_OFFSET) : 0;
  }

  public long packetCount() {
    return isSenderReport() ? field(PACKET_COUNT_OFFSET) & 0xFFFF_FFFFL : 0;
  }

  public long octetCount() {
    return isSenderReport() ? field(OCTET_COUNT_OFFSET) & 0xFFFF_FFFFL : 0;
  }

  /** Report blocks that are really there. */
  public int reportBlockCount() {
    int head = reportHeadSize();
    if (head == 0 || !holds(head)) {
      return 0;
    }
    return Math.min(count(), (packetLength() - head) / Rtcp.REPORT_BLOCK_SIZE);
  }

  /** Points the view at the block with this index; false when there is none. */
  public boolean reportBlock(int index, ReportBlock out) {
    if (index < 0 || index >= reportBlockCount()) {
      return false;
    }
    out.point(bytes, packet + reportHeadSize() + index * Rtcp.REPORT_BLOCK_SIZE);
    return true;
  }

  /** Sources that say goodbye in the current packet. */
  public int byeCount() {
    if (packetType() != Rtcp.BYE) {
      return 0;
    }
    return Math.min(count(), (packetLength() - Rtcp.HEADER_SIZE) / Rtcp.SSRC_SIZE);
  }

  public int byeSsrc(int index) {
    return index >= 0 && index < byeCount() ? field(Rtcp.HEADER_SIZE + index * Rtcp.SSRC_SIZE) : 0;
  }

  /** A generic NACK: RFC 4585 section 6.2.1. */
  public boolean isNack() {
    return isFeedback(Rtcp.TRANSPORT_FEEDBACK, Rtcp.FMT_NACK);
  }

  /** Visits the sequences of a NACK in the order they stand there and tells how many; see {@link #MAX_NACKED_SEQUENCES}. */
  public int visitNackedSequences(IntConsumer visitor) {
    if (!isNack()) {
      return 0;
    }
    int visited = 0;
    for (int at = packet + FCI_OFFSET; at + Rtcp.NACK_ENTRY_SIZE <= packetEnd; at += Rtcp.NACK_ENTRY_SIZE) {
      int sequence = BigEndian.u16(bytes, at);
      int following = BigEndian.u16(bytes, at + 2);
      for (int bits = (following << 1) | 1; bits != 0; bits >>>= 1) {
        if ((bits & 1) != 0) {
          if (visited == MAX_NACKED_SEQUENCES) {
            return visited;
          }
          visitor.accept(sequence);
          visited++;
        }
        sequence = Sequence.plus(sequence, 1);
      }
    }
    return visited;
  }

  /** Picture loss indication for {@link #mediaSsrc}: RFC 4585 section 6.3.1. */
  public boolean isPli() {
    return isFeedback(Rtcp.PAYLOAD_FEEDBACK, Rtcp.FMT_PLI);
  }

  /** Full intra request: RFC 5104 section 4.3.1; the sources stand in its entries, not in the media SSRC. */
  public boolean isFir() {
    return isFeedback(Rtcp.PAYLOAD_FEEDBACK, Rtcp.FMT_FIR);
  }

  public int firCount() {
    return isFir() ? (packetLength() - FCI_OFFSET) / Rtcp.FIR_ENTRY_SIZE : 0;
  }

  public int firSsrc(int index) {
    return index >= 0 && index < firCount() ? field(FCI_OFFSET + index * Rtcp.FIR_ENTRY_SIZE) : 0;
  }

  /** The command sequence of this entry: a repetition carries the same number. */
  public int firSequence(int index) {
    return index >= 0 && index < firCount() ? field(FCI_OFFSET + index * Rtcp.FIR_ENTRY_SIZE + FIR_SEQUENCE_OFFSET) >>> 24 : 0;
  }

  /** Receiver estimated maximum bitrate: draft-alvestrand-rmcat-remb-03. */
  public boolean isRemb() {
    return isFeedback(Rtcp.PAYLOAD_FEEDBACK, Rtcp.FMT_APPLICATION) && holds(REMB_MIN_SIZE)
      && field(FCI_OFFSET) == Rtcp.REMB_IDENTIFIER;
  }

  /** Bits per second, {@link Long#MAX_VALUE} for what a long cannot hold; -1 when this is no REMB. */
  public long rembBitrateBps() {
    if (!isRemb()) {
      return -1;
    }
    int bits = BigEndian.u24(bytes, packet + REMB_BITRATE_OFFSET + 1);
    int exponent = bits >>> 18;
    long mantissa = bits & 0x3FFFF;
    return exponent < Long.numberOfLeadingZeros(mantissa) ? mantissa << exponent : Long.MAX_VALUE;
  }

  /** Transport-wide feedback, to be read by {@link TwccFeedback}. */
  public boolean isTwcc() {
    return isFeedback(Rtcp.TRANSPORT_FEEDBACK, Rtcp.FMT_TWCC);
  }

  /** Feedback by SSRC (RFC 8888), to be read by {@link CongestionFeedback}. */
  public boolean isCongestionFeedback() {
    return isFeedback(Rtcp.TRANSPORT_FEEDBACK, Rtcp.FMT_CONGESTION);
  }

  /**
   * What a receiver's clock showed when it sent the current packet, as NTP: the reference time block of an extended report (RFC 3611
   * section 4.4), to be answered by {@link RtcpWriter#delaySinceReference}; 0 where there is none.
   */
  public long referenceTime() {
    int content = block(Rtcp.REFERENCE_TIME_BLOCK);
    return content >= 0 && blockSize(content) == Rtcp.REFERENCE_TIME_SIZE ? BigEndian.i64(bytes, content) : 0;
  }

  /**
   * The round-trip time that the current packet's answer to our {@link RtcpWriter#referenceTime} tells (RFC 3611 section 4.5); -1 where it
   * has none for this receiver.
   */
  public long referenceRttNs(int receiverSsrc, int compactNow) {
    int content = block(Rtcp.DELAY_BLOCK);
    int end = content < 0 ? content : content + blockSize(content);
    for (int at = content; at >= 0 && at + Rtcp.DELAY_ENTRY_SIZE <= end; at += Rtcp.DELAY_ENTRY_SIZE) {
      if (BigEndian.i32(bytes, at) == receiverSsrc) {
        return Ntp.rttNs(compactNow, BigEndian.i32(bytes, at + 4), BigEndian.i32(bytes, at + 8));
      }
    }
    return -1;
  }

  /** Where the first extended report block of a type has its content; -1 when there is none that is whole. */
  private int block(int type) {
    if (packetType() != Rtcp.EXTENDED_REPORT) {
      return -1;
    }
    int content = packet + Rtcp.HEADER_SIZE + Rtcp.SSRC_SIZE + Rtcp.BLOCK_HEAD_SIZE;
    while (content <= packetEnd && blockSize(content) <= packetEnd - content) {
      if (BigEndian.u8(bytes, content - Rtcp.BLOCK_HEAD_SIZE) == type) {
        return content;
      }
      content += blockSize(content) + Rtcp.BLOCK_HEAD_SIZE;
    }
    return -1;
  }

  private int blockSize(int content) {
    return 4 * BigEndian.u16(bytes, content - 2);
  }

  private boolean isFeedback(int type, int format) {
    return packetType() == type && fmt() == format && holds(Rtcp.HEADER_SIZE + Rtcp.FEEDBACK_HEAD_SIZE);
  }

  private int reportHeadSize() {
    return switch (packetType()) {
      case Rtcp.SENDER_REPORT -> Rtcp.HEADER_SIZE + Rtcp.SSRC_SIZE + Rtcp.SENDER_INFO_SIZE;
      case Rtcp.RECEIVER_REPORT -> Rtcp.HEADER_SIZE + Rtcp.SSRC_SIZE;
      default -> 0;
    };
  }

  private boolean holds(int size) {
    return packetLength() >= size;
  }

  private int field(int at) {
    return holds(at + Integer.BYTES) ? BigEndian.i32(bytes, packet + at) : 0;
  }

  private static boolean wellFormed(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      if (end - at < Rtcp.HEADER_SIZE || (bytes[at] & 0xC0) >> 6 != RtpView.VERSION || sizeOf(bytes, at) > end - at) {
        return false;
      }
      int after = at + sizeOf(bytes, at);
      int padding = paddingOf(bytes, at, after);
      boolean padded = (bytes[at] & RtpView.PADDING_BIT) != 0;
      if (padded && (padding == 0 || padding > after - at - Rtcp.HEADER_SIZE)) {
        return false;
      }
      at = after;
    }
    return length > 0;
  }

  private static int sizeOf(byte[] bytes, int packet) {
    return Rtcp.HEADER_SIZE + 4 * BigEndian.u16(bytes, packet + 2);
  }

  private static int paddingOf(byte[] bytes, int packet, int packetEnd) {
    return (bytes[packet] & RtpView.PADDING_BIT) == 0 ? 0 : BigEndian.u8(bytes, packetEnd - 1);
  }
}
