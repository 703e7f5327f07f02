package io.ringcast.sfu.wire;

/** A reusable view of one report block of a sender or receiver report: RFC 3550 section 6.4.1. */
public final class ReportBlock {
  private static final int FRACTION_OFFSET = 4;
  private static final int CUMULATIVE_OFFSET = 5;
  private static final int HIGHEST_OFFSET = 8;
  private static final int JITTER_OFFSET = 12;
  private static final int LSR_OFFSET = 16;
  private static final int DLSR_OFFSET = 20;

  private byte[] bytes = new byte[Rtcp.REPORT_BLOCK_SIZE];
  private int offset;

  void point(byte[] bytes, int offset) {
    this.bytes = bytes;
    this.offset = offset;
  }

  /** The source this block speaks of. */
  public int ssrc() {
    return BigEndian.i32(bytes, offset);
  }

  /** Share lost since the last report, in 1/256. */
  public int fractionLost() {
    return BigEndian.u8(bytes, offset + FRACTION_OFFSET);
  }

  /** Packets lost since the beginning; negative when duplicates outnumber losses. */
  public int cumulativeLost() {
    return BigEndian.u24(bytes, offset + CUMULATIVE_OFFSET) << 8 >> 8;
  }

  public long extendedHighestSequence() {
    return BigEndian.u32(bytes, offset + HIGHEST_OFFSET);
  }

  /** In timestamp units. */
  public long jitter() {
    return BigEndian.u32(bytes, offset + JITTER_OFFSET);
  }

  /** Compact NTP time of the last sender report, 0 when there was none. */
  public int lsr() {
    return BigEndian.i32(bytes, offset + LSR_OFFSET);
  }

  /** Delay since that report, in 1/65536 s. */
  public int dlsr() {
    return BigEndian.i32(bytes, offset + DLSR_OFFSET);
  }
}
