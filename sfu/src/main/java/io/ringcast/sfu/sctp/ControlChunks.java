package io.ringcast.sfu.sctp;

import io.ringcast.sfu.wire.sctp.Sctp;
import io.ringcast.sfu.wire.sctp.SctpReader;
import io.ringcast.sfu.wire.sctp.SctpWriter;

/** Writes chunks that carry no data: RFC 9260 section 3.3. Each is written into a packet that has room for its length. */
final class ControlChunks {
  /** Of a chunk without a value. */
  static final int PLAIN_LENGTH = Sctp.CHUNK_HEADER_SIZE;

  static final int HEARTBEAT_LENGTH = Sctp.CHUNK_HEADER_SIZE + Sctp.PARAMETER_HEADER_SIZE + Long.BYTES;
  static final int SHUTDOWN_LENGTH = Sctp.CHUNK_HEADER_SIZE + Integer.BYTES;
  static final int ABORT_LENGTH = Sctp.CHUNK_HEADER_SIZE + Sctp.PARAMETER_HEADER_SIZE;
  static final int INVALID_STREAM_LENGTH = ABORT_LENGTH + Integer.BYTES;

  private ControlChunks() {}

  static boolean fitsPacket(int chunkLength) {
    return Sctp.HEADER_SIZE + Sctp.padded(chunkLength) <= PacketDraft.PACKET_BYTES;
  }

  /** Asks for an answer that brings the moment back. */
  static void heartbeat(SctpWriter packet, long nowNs) {
    packet.beginChunk(Sctp.HEARTBEAT, 0);
    packet.beginParameter(Sctp.HEARTBEAT_INFO);
    packet.put32((int) (nowNs >>> Integer.SIZE));
    packet.put32((int) nowNs);
    packet.endParameter();
    packet.endChunk();
  }

  static void heartbeatAck(SctpWriter packet, SctpReader heartbeat) {
    packet.chunk(Sctp.HEARTBEAT_ACK, 0, heartbeat.bytes(), heartbeat.valueOffset(), heartbeat.valueLength());
  }

  static void shutdown(SctpWriter packet, long cumulativeTsn) {
    packet.beginChunk(Sctp.SHUTDOWN, 0);
    packet.put32((int) cumulativeTsn);
    packet.endChunk();
  }

  /** @param cause the code of an error cause that needs no details */
  static void abort(SctpWriter packet, int cause) {
    packet.beginChunk(Sctp.ABORT, 0);
    packet.beginParameter(cause);
    packet.endParameter();
    packet.endChunk();
  }

  static void invalidStream(SctpWriter packet, int stream) {
    packet.beginChunk(Sctp.ERROR, 0);
    packet.beginParameter(Sctp.INVALID_STREAM);
    packet.put16(stream);
    packet.put16(0);
    packet.endParameter();
    packet.endChunk();
  }

  static int unknownLength(SctpReader chunk) {
    return ABORT_LENGTH + chunk.length();
  }

  /** Sends an unknown chunk back. */
  static void unknown(SctpWriter packet, SctpReader chunk) {
    packet.beginChunk(Sctp.ERROR, 0);
    packet.beginParameter(Sctp.UNRECOGNIZED_CHUNK);
    packet.put(chunk.bytes(), chunk.chunkOffset(), chunk.length());
    packet.endParameter();
    packet.endChunk();
  }
}
