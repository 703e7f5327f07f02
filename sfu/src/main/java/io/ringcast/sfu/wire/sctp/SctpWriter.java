package io.ringcast.sfu.wire.sctp;

import io.ringcast.sfu.wire.BigEndian;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Writes one SCTP packet, chunk by chunk, into an array of its owner. The caller asks {@link #fits} first. A chunk is begun, filled and
 * closed by {@link #endChunk}; the one-line chunks do that themselves. Owned by one thread.
 */
public final class SctpWriter {
  private final CRC32C crc = new CRC32C();
  private byte[] bytes = new byte[0];
  private int limit;
  private int at;
  private int chunk;
  private int parameter;

  /** Begins a packet of at most {@code limit} bytes at the array's start. */
  public void begin(byte[] bytes, int limit, int tag) {
    this.bytes = bytes;
    this.limit = limit;
    BigEndian.put16(bytes, 0, Sctp.WEBRTC_PORT);
    BigEndian.put16(bytes, 2, Sctp.WEBRTC_PORT);
    BigEndian.put32(bytes, Sctp.TAG_OFFSET, tag);
    BigEndian.put32(bytes, Sctp.CHECKSUM_OFFSET, 0);
    at = Sctp.HEADER_SIZE;
  }

  /** Whether nothing but the header is written. */
  public boolean isEmpty() {
    return at == Sctp.HEADER_SIZE;
  }

  /** Bytes left for chunks. */
  public int room() {
    return limit - at;
  }

  public boolean fits(int chunkLength) {
    return Sctp.padded(chunkLength) <= room();
  }

  public void beginChunk(int type, int flags) {
    chunk = at;
    BigEndian.put8(bytes, at, type);
    BigEndian.put8(bytes, at + 1, flags);
    at += Sctp.CHUNK_HEADER_SIZE;
  }

  public void endChunk() {
    BigEndian.put16(bytes, chunk + 2, at - chunk);
    pad();
  }

  /** A chunk that has no value. */
  public void chunk(int type, int flags) {
    beginChunk(type, flags);
    endChunk();
  }

  /** A chunk with this value. */
  public void chunk(int type, int flags, byte[] value, int offset, int length) {
    beginChunk(type, flags);
    put(value, offset, length);
    endChunk();
  }

  public void put16(int value) {
    BigEndian.put16(bytes, at, value);
    at += Short.BYTES;
  }

  public void put32(int value) {
    BigEndian.put32(bytes, at, value);
    at += Integer.BYTES;
  }

  public void put(byte[] value, int offset, int length) {
    System.arraycopy(value, offset, bytes, at, length);
    at += length;
  }

  /** Begins a parameter or an error cause inside a chunk. */
  public void beginParameter(int type) {
    pad();
    parameter = at;
    put16(type);
    at += Short.BYTES;
  }

  /** Closes the parameter; its padding comes with what follows, so that it does not count in the last one's chunk. */
  public void endParameter() {
    BigEndian.put16(bytes, parameter + 2, at - parameter);
  }

  /** The fixed fields of an INIT or INIT ACK; parameters may follow. */
  public void beginInit(int type, int tag, int window, int streams, int tsn) {
    beginChunk(type, 0);
    put32(tag);
    put32(window);
    put16(streams);
    put16(streams);
    put32(tsn);
  }

  /** The fixed fields of a DATA chunk; its payload is to follow. */
  public void beginData(int flags, int tsn, int stream, int ssn, int ppid) {
    beginChunk(Sctp.DATA, flags);
    put32(tsn);
    put16(stream);
    put16(ssn);
    put32(ppid);
  }

  /** The fixed fields of a SACK; its gaps and duplicates are to follow. */
  public void beginSack(int tsn, int window, int gaps, int duplicates) {
    beginChunk(Sctp.SACK, 0);
    put32(tsn);
    put32(window);
    put16(gaps);
    put16(duplicates);
  }

  /** Writes the checksum and tells the packet's length. */
  public int finish() {
    BigEndian.put32(bytes, Sctp.CHECKSUM_OFFSET, Sctp.checksum(crc, bytes, 0, at));
    return at;
  }

  private void pad() {
    int padded = Sctp.padded(at);
    Arrays.fill(bytes, at, padded, (byte) 0);
    at = padded;
  }
}
