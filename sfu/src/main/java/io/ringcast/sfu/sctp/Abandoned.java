package io.ringcast.sfu.sctp;

import io.ringcast.sfu.sctp.SentChunk.Fate;
import io.ringcast.sfu.wire.sctp.Sctp;
import io.ringcast.sfu.wire.sctp.SctpWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** The chunks that were sent and given up, and how the peer is told not to wait for them: RFC 3758 section 3.5. */
final class Abandoned {
  /** Streams named in one FORWARD TSN; where more are concerned, the rest has to wait for the next one. */
  private static final int MAX_STREAMS_TOLD = 200;

  private static final int FIXED_SIZE = 8;
  private static final int STREAM_SIZE = 4;

  private final Outstanding outstanding;
  private final boolean understood;
  /** Up to here the peer need not wait for anything. */
  private long advanced;
  private boolean toTell;

  Abandoned(Outstanding outstanding, boolean understood) {
    this.outstanding = outstanding;
    this.understood = understood;
    advanced = outstanding.first() - 1;
  }

  /** Without a peer that understands it, what was sent once has to be repeated until it arrives. */
  boolean mayGiveUp() {
    return understood;
  }

  /** Marks all chunks of a message that was given up; they stand side by side. */
  void mark(SentChunk one) {
    long from = one.tsn;
    while (from > outstanding.first() && outstanding.get(from - 1).message == one.message) {
      from--;
    }
    for (long tsn = from; tsn < outstanding.next() && outstanding.get(tsn).message == one.message; tsn++) {
      outstanding.turn(outstanding.get(tsn), Fate.ABANDONED);
    }
  }

  /** Moves on over what is abandoned. */
  void advance() {
    advanced = Math.max(advanced, outstanding.first() - 1);
    while (advanced + 1 < outstanding.next() && outstanding.get(advanced + 1).fate == Fate.ABANDONED) {
      advanced++;
      toTell = true;
    }
    toTell &= advanced >= outstanding.first();
  }

  /** The peer may not have heard of it. */
  void repeat() {
    toTell = advanced >= outstanding.first();
  }

  boolean isToTell() {
    return toTell;
  }

  /** Writes a FORWARD TSN if it fits. */
  void tell(SctpWriter packet) {
    Map<Integer, Integer> skipped = new LinkedHashMap<>();
    long upTo = outstanding.first() - 1;
    while (upTo < advanced && skipped.size() < MAX_STREAMS_TOLD) {
      OutgoingMessage message = outstanding.get(++upTo).message;
      if (!message.unordered) {
        skipped.put(message.stream.id, message.ssn());
      }
    }
    if (!packet.fits(FIXED_SIZE + STREAM_SIZE * skipped.size())) {
      return;
    }
    toTell = false;
    packet.beginChunk(Sctp.FORWARD_TSN, 0);
    packet.put32((int) upTo);
    skipped.forEach((stream, ssn) -> {
      packet.put16(stream);
      packet.put16(ssn);
    });
    packet.endChunk();
  }
}
