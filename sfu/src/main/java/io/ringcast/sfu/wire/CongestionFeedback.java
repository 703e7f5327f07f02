package io.ringcast.sfu.wire;

/**
 * Reads one congestion control feedback message: RFC 8888 section 3.1.
 *
 * <pre>
 * |V=2|P| FMT=11  |   PT = 205    |          length               |
 * |                 SSRC of RTCP packet sender                    |
 * |                   SSRC of 1st RTP Stream                      |
 * |          begin_seq            |          num_reports          |
 * |R|ECN|  Arrival time offset    | ...                           .
 * |                   ... further streams ...                     |
 * |                 Report Timestamp (32 bits)                    |
 * </pre>
 *
 * <p>Reusable, owned by one thread; speaks of the message that {@link #read} accepted last.
 */
public final class CongestionFeedback {
  /** More streams in one message than a browser receives at once make it malformed. */
  public static final int MAX_STREAMS = 64;
  /** As arrival offset: the message does not speak of the packet. */
  public static final long NOT_TOLD = -2;
  /** As arrival offset: the packet did not come. */
  public static final long LOST = -1;

  static final int FIRST_STREAM_OFFSET = 8;
  static final int STREAM_HEAD_SIZE = 8;
  static final int REPORT_SIZE = 2;
  static final int TIMESTAMP_SIZE = 4;
  static final int RECEIVED_BIT = 0x8000;
  static final int OFFSET_MASK = 0x1FFF;
  /** The packet arrived after the report's timestamp was taken, or cannot be told. */
  static final int OFFSET_UNKNOWN = 0x1FFF;
  private static final long OFFSET_UNITS_PER_S = 1_024;
  private static final long NS_PER_S = 1_000_000_000L;

  private final int[] ssrcs = new int[MAX_STREAMS];
  private final int[] begins = new int[MAX_STREAMS];
  private final int[] counts = new int[MAX_STREAMS];
  private final int[] offsets = new int[MAX_STREAMS];
  private byte[] bytes = new byte[0];
  private int streams;
  private int received;
  private int timestamp;
  private long cycles;
  private boolean started;

  /** Takes the reader's current packet; false when it is no such message or a malformed one. */
  public boolean read(RtcpReader reader) {
    streams = 0;
    received = 0;
    if (!reader.isCongestionFeedback()) {
      return false;
    }
    bytes = reader.bytes();
    int end = reader.packetOffset() + reader.packetLength() - TIMESTAMP_SIZE;
    int at = reader.packetOffset() + FIRST_STREAM_OFFSET;
    int found = 0;
    int arrived = 0;
    while (at < end) {
      int count = at + STREAM_HEAD_SIZE > end ? Integer.MAX_VALUE / Integer.BYTES : BigEndian.u16(bytes, at + 6);
      int next = at + STREAM_HEAD_SIZE + (count * REPORT_SIZE + 3 & ~3);
      if (found == MAX_STREAMS || next > end) {
        return false;
      }
      ssrcs[found] = BigEndian.i32(bytes, at);
      begins[found] = BigEndian.u16(bytes, at + 4);
      counts[found] = count;
      offsets[found] = at + STREAM_HEAD_SIZE;
      for (int i = 0; i < count; i++) {
        arrived += BigEndian.u16(bytes, offsets[found] + i * REPORT_SIZE) >>> 15;
      }
      found++;
      at = next;
    }
    int told = BigEndian.i32(bytes, end);
    boolean around = Integer.compareUnsigned(told, timestamp) < 0 && told - timestamp > 0;
    cycles += started && around ? 1L << 32 : 0;
    timestamp = told;
    started = true;
    streams = found;
    received = arrived;
    return true;
  }

  /** When the message was made, by its sender's clock. */
  public long reportNs() {
    long units = cycles + (timestamp & 0xFFFF_FFFFL);
    return (units >>> 16) * NS_PER_S + (((units & 0xFFFF) * NS_PER_S) >>> 16);
  }

  /** Packets told as received. */
  public int received() {
    return received;
  }

  /** How long before {@link #reportNs} this packet arrived; {@link #LOST} or {@link #NOT_TOLD}. */
  public long arrivalOffsetNs(int ssrc, int sequence) {
    for (int i = 0; i < streams; i++) {
      int index = sequence - begins[i] & Sequence.MASK;
      if (ssrcs[i] == ssrc && index < counts[i]) {
        int report = BigEndian.u16(bytes, offsets[i] + index * REPORT_SIZE);
        if ((report & RECEIVED_BIT) == 0) {
          return LOST;
        }
        int offset = report & OFFSET_MASK;
        return offset == OFFSET_UNKNOWN ? NOT_TOLD : offset * NS_PER_S / OFFSET_UNITS_PER_S;
      }
    }
    return NOT_TOLD;
  }
}
