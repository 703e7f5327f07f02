package io.ringcast.sfu.wire;

import java.nio.charset.StandardCharsets;

/**
 * Composes RTCP packets one behind the other into a caller's array; what does not fit is refused and leaves the bytes so far valid.
 *
 * <p>Report blocks go to the sender or receiver report written last. Reusable, owned by one thread.
 */
public final class RtcpWriter {
  private static final int FEEDBACK_SIZE = Rtcp.HEADER_SIZE + Rtcp.FEEDBACK_HEAD_SIZE;
  private static final int NACK_BITMASK_REACH = 16;
  private static final int REMB_SIZE = 24;
  private static final int REMB_MANTISSA_BITS = 18;
  /** Cumulative loss has 24 signed bits (RFC 3550 section 6.4.1). */
  private static final int CUMULATIVE_LOST_MAX = 0x7F_FFFF;
  private static final int NO_REPORT = -1;

  private final TwccEncoder twccEncoder = new TwccEncoder();
  private byte[] bytes = new byte[0];
  private int start;
  private int position;
  private int limit;
  private int openReport = NO_REPORT;

  /** Starts anew at {@code offset}; nothing is written at or behind the index {@code limit}. */
  public void reset(byte[] bytes, int offset, int limit) {
    this.bytes = bytes;
    start = offset;
    position = offset;
    this.limit = Math.min(limit, bytes.length);
    openReport = NO_REPORT;
  }

  /** Bytes written since {@link #reset}. */
  public int length() {
    return position - start;
  }

  public boolean senderReport(int ssrc, long ntpTimestamp, int rtpTimestamp, int packetCount, int octetCount) {
    int at = open(Rtcp.SENDER_REPORT, 0, Rtcp.HEADER_SIZE + Rtcp.SSRC_SIZE + Rtcp.SENDER_INFO_SIZE);
    if (at < 0) {
      return false;
    }
    BigEndian.put32(bytes, at + 4, ssrc);
    BigEndian.put64(bytes, at + 8, ntpTimestamp);
    BigEndian.put32(bytes, at + 16, rtpTimestamp);
    BigEndian.put32(bytes, at + 20, packetCount);
    BigEndian.put32(bytes, at + 24, octetCount);
    openReport = at;
    return true;
  }

  public boolean receiverReport(int ssrc) {
    int at = open(Rtcp.RECEIVER_REPORT, 0, Rtcp.HEADER_SIZE + Rtcp.SSRC_SIZE);
    if (at < 0) {
      return false;
    }
    BigEndian.put32(bytes, at + 4, ssrc);
    openReport = at;
    return true;
  }

  /** Appends a block to the report just written; false without one, when it has 31 already, or when there is no room. */
  public boolean reportBlock(int ssrc, int fractionLost, int cumulativeLost, int extendedHighestSequence, int jitter, int lsr, int dlsr) {
    if (openReport == NO_REPORT || position + Rtcp.REPORT_BLOCK_SIZE > limit
      || (bytes[openReport] & Rtcp.MAX_COUNT) == Rtcp.MAX_COUNT) {
      return false;
    }
    BigEndian.put32(bytes, position, ssrc);
    BigEndian.put8(bytes, position + 4, fractionLost);
    BigEndian.put24(bytes, position + 5, Math.clamp(cumulativeLost, ~CUMULATIVE_LOST_MAX, CUMULATIVE_LOST_MAX));
    BigEndian.put32(bytes, position + 8, extendedHighestSequence);
    BigEndian.put32(bytes, position + 12, jitter);
    BigEndian.put32(bytes, position + 16, lsr);
    BigEndian.put32(bytes, position + 20, dlsr);
    position += Rtcp.REPORT_BLOCK_SIZE;
    bytes[openReport]++;
    BigEndian.put16(bytes, openReport + 2, (position - openReport) / 4 - 1);
    return true;
  }

  public boolean sdesCname(int ssrc, String cname) {
    return sdesCname(ssrc, cname.getBytes(StandardCharsets.UTF_8));
  }

  /** One chunk with the canonical name of one source (RFC 3550 section 6.5.1), at most 255 bytes. */
  public boolean sdesCname(int ssrc, byte[] cname) {
    int itemsSize = 2 + cname.length;
    int padded = (itemsSize + 4) & ~3;
    int at = cname.length > Rtcp.CNAME_MAX_BYTES ? -1 : open(Rtcp.SDES, 1, Rtcp.HEADER_SIZE + Rtcp.SSRC_SIZE + padded);
    if (at < 0) {
      return false;
    }
    BigEndian.put32(bytes, at + 4, ssrc);
    BigEndian.put8(bytes, at + 8, Rtcp.CNAME_ITEM);
    BigEndian.put8(bytes, at + 9, cname.length);
    System.arraycopy(cname, 0, bytes, at + 10, cname.length);
    for (int i = at + 10 + cname.length; i < position; i++) {
      bytes[i] = 0;
    }
    return true;
  }

  public boolean bye(int ssrc) {
    int at = open(Rtcp.BYE, 1, Rtcp.HEADER_SIZE + Rtcp.SSRC_SIZE);
    if (at < 0) {
      return false;
    }
    BigEndian.put32(bytes, at + 4, ssrc);
    return true;
  }

  /** A generic NACK for the first {@code count} sequences, which should ascend; all or nothing is written. */
  public boolean nack(int senderSsrc, int mediaSsrc, int[] sequences, int count) {
    int entries = 0;
    for (int i = 0; i < count; i = nackEntryEnd(sequences, i, count)) {
      entries++;
    }
    if (entries == 0 || !feedback(Rtcp.TRANSPORT_FEEDBACK, Rtcp.FMT_NACK, senderSsrc, mediaSsrc, entries * Rtcp.NACK_ENTRY_SIZE)) {
      return false;
    }
    int at = position - entries * Rtcp.NACK_ENTRY_SIZE;
    int first = 0;
    while (first < count) {
      int next = nackEntryEnd(sequences, first, count);
      int following = 0;
      for (int i = first + 1; i < next; i++) {
        following |= 1 << (Sequence.delta(sequences[i], sequences[first]) - 1);
      }
      BigEndian.put16(bytes, at, sequences[first]);
      BigEndian.put16(bytes, at + 2, following);
      at += Rtcp.NACK_ENTRY_SIZE;
      first = next;
    }
    return true;
  }

  /**
   * Answers a receiver's {@link RtcpReader#referenceTime}, from which it learns the round-trip time: RFC 3611 section 4.5.
   *
   * @param lastReference the compact form of the reference time
   * @param delay since it came, in 1/65536 s
   */
  public boolean delaySinceReference(int ssrc, int receiverSsrc, int lastReference, int delay) {
    int at = open(Rtcp.EXTENDED_REPORT, 0, Rtcp.HEADER_SIZE + Rtcp.SSRC_SIZE + Rtcp.BLOCK_HEAD_SIZE + Rtcp.DELAY_ENTRY_SIZE);
    if (at < 0) {
      return false;
    }
    BigEndian.put32(bytes, at + 4, ssrc);
    BigEndian.put32(bytes, at + 8, (Rtcp.DELAY_BLOCK << 24) | Rtcp.DELAY_ENTRY_SIZE / 4);
    BigEndian.put32(bytes, at + 12, receiverSsrc);
    BigEndian.put32(bytes, at + 16, lastReference);
    BigEndian.put32(bytes, at + 20, delay);
    return true;
  }

  /** Tells what our clock shows, so that a sender's answer tells us the round-trip time: RFC 3611 section 4.4. */
  public boolean referenceTime(int ssrc, long ntp) {
    int at = open(Rtcp.EXTENDED_REPORT, 0, Rtcp.HEADER_SIZE + Rtcp.SSRC_SIZE + Rtcp.BLOCK_HEAD_SIZE + Rtcp.REFERENCE_TIME_SIZE);
    if (at < 0) {
      return false;
    }
    BigEndian.put32(bytes, at + 4, ssrc);
    BigEndian.put32(bytes, at + 8, (Rtcp.REFERENCE_TIME_BLOCK << 24) | Rtcp.REFERENCE_TIME_SIZE / 4);
    BigEndian.put64(bytes, at + 12, ntp);
    return true;
  }

  public boolean pli(int senderSsrc, int mediaSsrc) {
    return feedback(Rtcp.PAYLOAD_FEEDBACK, Rtcp.FMT_PLI, senderSsrc, mediaSsrc, 0);
  }

  /** A full intra request for one source; a new request needs a new command sequence (RFC 5104 section 4.3.1.1). */
  public boolean fir(int senderSsrc, int mediaSsrc, int commandSequence) {
    if (!feedback(Rtcp.PAYLOAD_FEEDBACK, Rtcp.FMT_FIR, senderSsrc, 0, Rtcp.FIR_ENTRY_SIZE)) {
      return false;
    }
    BigEndian.put32(bytes, position - 8, mediaSsrc);
    BigEndian.put32(bytes, position - 4, commandSequence << 24);
    return true;
  }

  /** Receiver estimated maximum bitrate for one source, rounded down to 18 significant bits. */
  public boolean remb(int senderSsrc, int mediaSsrc, long bitrateBps) {
    if (!feedback(Rtcp.PAYLOAD_FEEDBACK, Rtcp.FMT_APPLICATION, senderSsrc, 0, REMB_SIZE - FEEDBACK_SIZE)) {
      return false;
    }
    long bitrate = Math.max(0, bitrateBps);
    int exponent = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(bitrate) - REMB_MANTISSA_BITS);
    BigEndian.put32(bytes, position - 12, Rtcp.REMB_IDENTIFIER);
    BigEndian.put32(bytes, position - 8, (1 << 24) | (exponent << REMB_MANTISSA_BITS) | (int) (bitrate >> exponent));
    BigEndian.put32(bytes, position - 4, mediaSsrc);
    return true;
  }

  /**
   * Transport-wide feedback on the packets {@code baseSequence + i}, whose receive times stand in {@code arrivalTicks[from + i]}: ticks of
   * 250 µs of any clock, or -1 for a packet that did not come.
   *
   * @return how many packets it tells of, 0 when nothing was written; the rest belongs into the next message
   */
  public int twcc(int senderSsrc, int mediaSsrc, int feedbackCount, int baseSequence, long[] arrivalTicks, int from, int count) {
    int room = (limit - position) & ~3;
    int size = twccEncoder.encode(bytes, position, room, arrivalTicks, from, count);
    if (size == 0) {
      return 0;
    }
    int at = open(Rtcp.TRANSPORT_FEEDBACK, Rtcp.FMT_TWCC, size);
    BigEndian.put32(bytes, at + 4, senderSsrc);
    BigEndian.put32(bytes, at + 8, mediaSsrc);
    BigEndian.put16(bytes, at + TwccFeedback.BASE_SEQUENCE_OFFSET, baseSequence);
    BigEndian.put8(bytes, at + TwccFeedback.FEEDBACK_COUNT_OFFSET, feedbackCount);
    return twccEncoder.told();
  }

  private boolean feedback(int type, int format, int senderSsrc, int mediaSsrc, int fciSize) {
    int at = open(type, format, FEEDBACK_SIZE + fciSize);
    if (at < 0) {
      return false;
    }
    BigEndian.put32(bytes, at + 4, senderSsrc);
    BigEndian.put32(bytes, at + 8, mediaSsrc);
    return true;
  }

  /** Writes a header for a packet of this size and steps behind it; -1 when there is no room. */
  private int open(int type, int count, int size) {
    if (size > limit - position) {
      return -1;
    }
    int at = position;
    BigEndian.put8(bytes, at, (RtpView.VERSION << 6) | count);
    BigEndian.put8(bytes, at + 1, type);
    BigEndian.put16(bytes, at + 2, size / 4 - 1);
    position += size;
    openReport = NO_REPORT;
    return at;
  }

  /** The index behind the last sequence that one PID and its bitmask can name. */
  private static int nackEntryEnd(int[] sequences, int first, int count) {
    int next = first + 1;
    while (next < count) {
      int distance = Sequence.delta(sequences[next], sequences[first]);
      if (distance < 1 || distance > NACK_BITMASK_REACH) {
        break;
      }
      next++;
    }
    return next;
  }
}
