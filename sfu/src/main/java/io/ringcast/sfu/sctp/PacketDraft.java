package io.ringcast.sfu.sctp;

import io.ringcast.sfu.wire.sctp.SctpWriter;

/** The packet that is being put together; it leaves when it is full or its association has nothing to add. Used by one loop's thread. */
final class PacketDraft {
  /** With DTLS around it (37 bytes) a datagram of 1,200, which any path that carries WebRTC media takes. */
  static final int PACKET_BYTES = 1_160;

  private final byte[] bytes = new byte[PACKET_BYTES];
  private final SctpWriter writer = new SctpWriter();
  private boolean begun;

  /** The packet to write on, begun for this tag when there is none. */
  SctpWriter open(int tag) {
    if (!begun) {
      begun = true;
      writer.begin(bytes, PACKET_BYTES, tag);
    }
    return writer;
  }

  /** The packet with room for a chunk of this length; what was begun leaves if it has not enough. */
  SctpWriter reserve(int chunkLength, int tag, PacketSink out, long nowNs) {
    if (begun && !writer.fits(chunkLength)) {
      send(out, nowNs);
    }
    return open(tag);
  }

  /** Sends what is written; true when there was something. */
  boolean send(PacketSink out, long nowNs) {
    boolean written = begun && !writer.isEmpty();
    begun = false;
    if (written) {
      out.send(bytes, 0, writer.finish(), nowNs);
    }
    return written;
  }
}
