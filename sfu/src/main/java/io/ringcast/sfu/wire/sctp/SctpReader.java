package io.ringcast.sfu.wire.sctp;

import io.ringcast.sfu.wire.BigEndian;
import java.util.zip.CRC32C;

/**
 * A reusable walk over the chunks of one SCTP packet: RFC 9260 section 3.
 *
 * <pre>
 * |          source port          |       destination port        |
 * |                       verification tag                        |
 * |                           checksum                            |
 * |     type      |     flags     |            length             |
 * |                  value, padded to 4 bytes ...                 |
 * </pre>
 *
 * <p>Accessors of one chunk type are to be used once {@link #isWhole} said that the chunk has all its fixed fields. Owned by one thread.
 */
public final class SctpReader {
  private static final int TSN_OFFSET = 4;
  private static final int STREAM_OFFSET = 8;
  private static final int SSN_OFFSET = 10;
  private static final int PPID_OFFSET = 12;
  private static final int SACK_WINDOW_OFFSET = 8;
  private static final int SACK_GAP_COUNT_OFFSET = 12;
  private static final int SACK_DUPLICATE_COUNT_OFFSET = 14;
  private static final int SACK_GAPS_OFFSET = 16;
  private static final int GAP_SIZE = 4;
  private static final int INIT_WINDOW_OFFSET = 8;
  private static final int INIT_OUT_OFFSET = 12;
  private static final int INIT_IN_OFFSET = 14;
  private static final int INIT_TSN_OFFSET = 16;
  private static final int INIT_SIZE = 20;
  private static final int SKIPPED_OFFSET = 8;
  private static final int SKIPPED_SIZE = 4;

  private final CRC32C crc = new CRC32C();
  private byte[] bytes = new byte[0];
  private int offset;
  private int end;
  private int chunk;
  private int nextChunk;

  /** Points the reader before the first chunk; false when the chunks' lengths do not add up to exactly these bytes. */
  public boolean wrap(byte[] bytes, int offset, int length) {
    if (!wellFormed(bytes, offset, length)) {
      return false;
    }
    this.bytes = bytes;
    this.offset = offset;
    end = offset + length;
    rewind();
    return true;
  }

  /** Points the reader before the first chunk again. */
  public void rewind() {
    chunk = offset;
    nextChunk = offset + Sctp.HEADER_SIZE;
  }

  /** Steps to the next chunk; false at the end. */
  public boolean next() {
    if (nextChunk >= end) {
      return false;
    }
    chunk = nextChunk;
    nextChunk += Sctp.padded(length());
    return true;
  }

  /** Whether the packet arrived as it was sent. */
  public boolean checksumHolds() {
    return Sctp.checksum(crc, bytes, offset, end - offset) == Sctp.checksumField(bytes, offset);
  }

  public int tag() {
    return BigEndian.i32(bytes, offset + Sctp.TAG_OFFSET);
  }

  public int type() {
    return BigEndian.u8(bytes, chunk);
  }

  public int flags() {
    return BigEndian.u8(bytes, chunk + 1);
  }

  public boolean has(int flag) {
    return (flags() & flag) != 0;
  }

  public byte[] bytes() {
    return bytes;
  }

  /** Where the current chunk begins in {@link #bytes}. */
  public int chunkOffset() {
    return chunk;
  }

  /** Of the current chunk with its header, without padding. */
  public int length() {
    return BigEndian.u16(bytes, chunk + 2);
  }

  public int valueOffset() {
    return chunk + Sctp.CHUNK_HEADER_SIZE;
  }

  public int valueLength() {
    return length() - Sctp.CHUNK_HEADER_SIZE;
  }

  /** Whether the current chunk is the only one. */
  public boolean isAlone() {
    return chunk == offset + Sctp.HEADER_SIZE && nextChunk >= end;
  }

  /** Whether the current chunk has the fixed fields of its type, and as many of those it counts as it says. */
  public boolean isWhole() {
    return switch (type()) {
      case Sctp.DATA -> length() >= Sctp.DATA_HEADER_SIZE;
      case Sctp.INIT, Sctp.INIT_ACK -> length() >= INIT_SIZE;
      case Sctp.SACK -> length() >= SACK_GAPS_OFFSET && length() >= SACK_GAPS_OFFSET + GAP_SIZE * (gapCount() + duplicateCount());
      case Sctp.FORWARD_TSN -> length() >= SKIPPED_OFFSET;
      case Sctp.SHUTDOWN -> length() >= TSN_OFFSET + Integer.BYTES;
      default -> true;
    };
  }

  /** Of DATA, its own; of SACK, SHUTDOWN and FORWARD TSN the highest one up to which all arrived or is given up. */
  public int tsn() {
    return BigEndian.i32(bytes, chunk + TSN_OFFSET);
  }

  public int stream() {
    return BigEndian.u16(bytes, chunk + STREAM_OFFSET);
  }

  /** The number of an ordered message in its stream. */
  public int ssn() {
    return BigEndian.u16(bytes, chunk + SSN_OFFSET);
  }

  public int ppid() {
    return BigEndian.i32(bytes, chunk + PPID_OFFSET);
  }

  public int payloadOffset() {
    return chunk + Sctp.DATA_HEADER_SIZE;
  }

  public int payloadLength() {
    return length() - Sctp.DATA_HEADER_SIZE;
  }

  /** How many bytes the sender of a SACK still takes. */
  public long sackWindow() {
    return BigEndian.u32(bytes, chunk + SACK_WINDOW_OFFSET);
  }

  /** Blocks of what arrived behind a gap. */
  public int gapCount() {
    return BigEndian.u16(bytes, chunk + SACK_GAP_COUNT_OFFSET);
  }

  public int duplicateCount() {
    return BigEndian.u16(bytes, chunk + SACK_DUPLICATE_COUNT_OFFSET);
  }

  /** How far behind {@link #tsn} a block begins. */
  public int gapStart(int index) {
    return BigEndian.u16(bytes, chunk + SACK_GAPS_OFFSET + GAP_SIZE * index);
  }

  /** How far behind {@link #tsn} a block's last one is. */
  public int gapEnd(int index) {
    return BigEndian.u16(bytes, chunk + SACK_GAPS_OFFSET + GAP_SIZE * index + 2);
  }

  /** What the sender of an INIT or INIT ACK wants to be addressed by. */
  public int initiateTag() {
    return BigEndian.i32(bytes, chunk + TSN_OFFSET);
  }

  public long initWindow() {
    return BigEndian.u32(bytes, chunk + INIT_WINDOW_OFFSET);
  }

  public int initOutgoingStreams() {
    return BigEndian.u16(bytes, chunk + INIT_OUT_OFFSET);
  }

  public int initIncomingStreams() {
    return BigEndian.u16(bytes, chunk + INIT_IN_OFFSET);
  }

  public int initTsn() {
    return BigEndian.i32(bytes, chunk + INIT_TSN_OFFSET);
  }

  /** Points a walk at the parameters of the current INIT, INIT ACK or RE-CONFIG, or at the causes of an ABORT or ERROR. */
  public boolean parameters(ParameterReader out) {
    int from = type() == Sctp.INIT || type() == Sctp.INIT_ACK ? chunk + INIT_SIZE : valueOffset();
    return out.wrap(bytes, from, chunk + length());
  }

  /** Streams whose ordered messages a FORWARD TSN gives up. */
  public int skippedCount() {
    return (length() - SKIPPED_OFFSET) / SKIPPED_SIZE;
  }

  public int skippedStream(int index) {
    return BigEndian.u16(bytes, chunk + SKIPPED_OFFSET + SKIPPED_SIZE * index);
  }

  public int skippedSsn(int index) {
    return BigEndian.u16(bytes, chunk + SKIPPED_OFFSET + SKIPPED_SIZE * index + 2);
  }

  private static boolean wellFormed(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int at = offset + Sctp.HEADER_SIZE;
    if (end - at < Sctp.CHUNK_HEADER_SIZE) {
      return false;
    }
    while (at < end) {
      if (end - at < Sctp.CHUNK_HEADER_SIZE) {
        return false;
      }
      int size = BigEndian.u16(bytes, at + 2);
      if (size < Sctp.CHUNK_HEADER_SIZE || Sctp.padded(size) > end - at) {
        return false;
      }
      at += Sctp.padded(size);
    }
    return true;
  }
}
