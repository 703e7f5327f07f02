package io.ringcast.sfu.sctp;

import io.ringcast.sfu.wire.sctp.Sctp;

/** One DATA chunk that was sent and is not acknowledged for good: a part of its message's bytes. */
final class SentChunk {
  /** What is known of it. */
  enum Fate {
    IN_FLIGHT,
    /** To be sent again. */
    LOST,
    /** Behind a gap: the peer has it, and may yet drop it. */
    HELD,
    /** Given up with its message. */
    ABANDONED
  }

  final OutgoingMessage message;
  final long tsn;
  final int offset;
  final int length;
  Fate fate = Fate.IN_FLIGHT;
  int timesSent;
  long sentNs;
  /** How often later ones were reported and this one not. */
  int misses;
  /** Reports of earlier ones say nothing about its last repetition. */
  long missedBehind;

  SentChunk(OutgoingMessage message, long tsn, int offset, int length) {
    this.message = message;
    this.tsn = tsn;
    this.offset = offset;
    this.length = length;
  }

  int flags() {
    return (offset == 0 ? Sctp.BEGIN : 0)
      | (offset + length == message.length() ? Sctp.END : 0)
      | (message.unordered ? Sctp.UNORDERED : 0);
  }
}
