package io.ringcast.sfu.wire;

/**
 * Reads one transport-wide feedback message: draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1.
 *
 * <pre>
 * |V=2|P|  FMT=15 |    PT=205     |           length              |
 * |                     SSRC of packet sender                     |
 * |                      SSRC of media source                     |
 * |      base sequence number     |      packet status count      |
 * |                 reference time                | fb pkt. count |
 * |          packet chunk         |         packet chunk  ...     |
 * |  recv delta   |  recv delta   | ...
 * </pre>
 *
 * <p>Reusable, owned by one thread; speaks of the message that {@link #read} accepted last.
 */
public final class TwccFeedback {
  /** Longer messages are refused: some 5 s of a 20 Mbit/s stream, while feedback comes several times a second. */
  public static final int MAX_STATUSES = 8192;
  /** One delta tick. */
  public static final long TICK_NS = 250_000;
  /** One unit of the reference time is 64 ms. */
  public static final int TICKS_PER_REFERENCE = 256;

  static final int BASE_SEQUENCE_OFFSET = 12;
  static final int STATUS_COUNT_OFFSET = 14;
  static final int REFERENCE_TIME_OFFSET = 16;
  static final int FEEDBACK_COUNT_OFFSET = 19;
  static final int CHUNKS_OFFSET = 20;
  static final int CHUNK_SIZE = 2;
  static final int VECTOR_BIT = 0x8000;
  static final int TWO_BIT_SYMBOLS_BIT = 0x4000;
  static final int MAX_RUN = 0x1FFF;
  static final int ONE_BIT_SYMBOLS = 14;
  static final int TWO_BIT_SYMBOLS = 7;
  static final int NOT_RECEIVED = 0;
  static final int SMALL_DELTA = 1;
  static final int LARGE_DELTA = 2;

  /** Hears about each packet in order of its sequence. */
  @FunctionalInterface
  public interface Visitor {
    /** {@code deltaTicks} counts from the packet received before, from the reference time for the first; 0 when not received. */
    void onPacket(int sequence, boolean received, int deltaTicks);
  }

  private byte[] bytes = new byte[0];
  private int packet;
  private int deltasOffset;
  private int deltasSize;
  private int statusCount;

  /** Takes the reader's current packet; false when it is no feedback message or a malformed one. */
  public boolean read(RtcpReader reader) {
    if (!reader.isTwcc() || reader.packetLength() < CHUNKS_OFFSET) {
      return false;
    }
    statusCount = 0;
    bytes = reader.bytes();
    packet = reader.packetOffset();
    int end = packet + reader.packetLength();
    int promised = BigEndian.u16(bytes, packet + STATUS_COUNT_OFFSET);
    if (promised > MAX_STATUSES || !measureChunks(promised, end) || deltasOffset + deltasSize > end) {
      return false;
    }
    statusCount = promised;
    return true;
  }

  public int baseSequence() {
    return BigEndian.u16(bytes, packet + BASE_SEQUENCE_OFFSET);
  }

  public int statusCount() {
    return statusCount;
  }

  /** Signed, in units of 64 ms. */
  public int referenceTime() {
    return BigEndian.u24(bytes, packet + REFERENCE_TIME_OFFSET) << 8 >> 8;
  }

  /** Counts the feedback messages of this sender, modulo 256. */
  public int feedbackCount() {
    return BigEndian.u8(bytes, packet + FEEDBACK_COUNT_OFFSET);
  }

  public void visit(Visitor visitor) {
    int delta = deltasOffset;
    int done = 0;
    for (int at = packet + CHUNKS_OFFSET; done < statusCount; at += CHUNK_SIZE) {
      int chunk = BigEndian.u16(bytes, at);
      int symbols = Math.min(symbolsIn(chunk), statusCount - done);
      for (int i = 0; i < symbols; i++) {
        int symbol = symbolAt(chunk, i);
        visitor.onPacket(Sequence.plus(baseSequence(), done + i), symbol != NOT_RECEIVED, deltaAt(delta, symbol));
        delta += symbol;
      }
      done += symbols;
    }
  }

  /** Finds where the deltas begin and how many bytes they take; a symbol's number is the size of its delta. */
  private boolean measureChunks(int promised, int end) {
    int at = packet + CHUNKS_OFFSET;
    int size = 0;
    int done = 0;
    while (done < promised) {
      if (at + CHUNK_SIZE > end) {
        return false;
      }
      int chunk = BigEndian.u16(bytes, at);
      int symbols = Math.min(symbolsIn(chunk), promised - done);
      for (int i = 0; i < symbols; i++) {
        int symbol = symbolAt(chunk, i);
        if (symbol > LARGE_DELTA) {
          return false;
        }
        size += symbol;
      }
      if (symbols == 0) {
        return false;
      }
      done += symbols;
      at += CHUNK_SIZE;
    }
    deltasOffset = at;
    deltasSize = size;
    return true;
  }

  private int deltaAt(int at, int symbol) {
    return switch (symbol) {
      case SMALL_DELTA -> BigEndian.u8(bytes, at);
      case LARGE_DELTA -> (short) BigEndian.u16(bytes, at);
      default -> 0;
    };
  }

  private static int symbolsIn(int chunk) {
    if ((chunk & VECTOR_BIT) == 0) {
      return chunk & MAX_RUN;
    }
    return (chunk & TWO_BIT_SYMBOLS_BIT) == 0 ? ONE_BIT_SYMBOLS : TWO_BIT_SYMBOLS;
  }

  private static int symbolAt(int chunk, int index) {
    if ((chunk & VECTOR_BIT) == 0) {
      return (chunk >> 13) & 3;
    }
    if ((chunk & TWO_BIT_SYMBOLS_BIT) == 0) {
      return (chunk >> (ONE_BIT_SYMBOLS - 1 - index)) & 1;
    }
    return (chunk >> (2 * (TWO_BIT_SYMBOLS - 1 - index))) & 3;
  }
}
