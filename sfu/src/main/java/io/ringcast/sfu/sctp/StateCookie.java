package io.ringcast.sfu.sctp;

import io.ringcast.sfu.sctp.AssociationState.CookieEchoed;
import io.ringcast.sfu.sctp.AssociationState.CookieWait;
import io.ringcast.sfu.sctp.AssociationState.Ended;
import io.ringcast.sfu.sctp.AssociationState.Established;
import io.ringcast.sfu.sctp.AssociationState.Idle;
import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.sctp.SctpWriter;
import org.jspecify.annotations.Nullable;

/**
 * All that the answer to an INIT has to remember, given to the peer to bring it back, so that INITs cost no memory: RFC 9260 section 5.1.3.
 * It is not signed: DTLS says who sends it, and what a peer could forge in it, it could as well have said in its INIT.
 *
 * @param tieOurs the tags of the association that was there when the INIT came, zeros without one
 */
record StateCookie(
    int ourTag, int peerTag, int ourTsn, int peerTsn, int peerWindow, int tieOurs, int tiePeers, boolean partialReliability) {
  static final int SIZE = 36;
  private static final int MAGIC = 0x5243_4B31;

  /** What a cookie that comes back means: section 5.2.4. */
  enum Meaning {
    /** The association begins. */
    BEGINS,
    /** A repetition: it has begun. */
    BEGAN_BEFORE,
    /** The peer lost what was there and begins anew. */
    BEGINS_ANEW,
    /** Of an association that never came to be. */
    NOTHING
  }

  Meaning in(AssociationState state) {
    return switch (state) {
      case Idle _ -> Meaning.BEGINS;
      case CookieWait wait -> wait.ourTag() == ourTag ? Meaning.BEGINS : Meaning.NOTHING;
      case CookieEchoed echoed -> echoed.conversation().ourTag() == ourTag ? Meaning.BEGINS : Meaning.NOTHING;
      case Ended _ -> Meaning.NOTHING;
      default -> in(state, state.conversation());
    };
  }

  private Meaning in(AssociationState state, @Nullable Conversation known) {
    if (known == null) {
      return Meaning.NOTHING;
    }
    if (known.ourTag() == ourTag && known.peerTag() == peerTag) {
      return Meaning.BEGAN_BEFORE;
    }
    boolean tied = known.ourTag() == tieOurs && known.peerTag() == tiePeers;
    return tied && state instanceof Established ? Meaning.BEGINS_ANEW : Meaning.NOTHING;
  }

  void write(SctpWriter packet) {
    packet.put32(MAGIC);
    packet.put32(ourTag);
    packet.put32(peerTag);
    packet.put32(ourTsn);
    packet.put32(peerTsn);
    packet.put32(peerWindow);
    packet.put32(tieOurs);
    packet.put32(tiePeers);
    packet.put32(partialReliability ? 1 : 0);
  }

  /** Null when it is none of ours. */
  static @Nullable StateCookie read(byte[] bytes, int offset, int length) {
    if (length != SIZE || BigEndian.i32(bytes, offset) != MAGIC) {
      return null;
    }
    return new StateCookie(field(bytes, offset, 1), field(bytes, offset, 2), field(bytes, offset, 3), field(bytes, offset, 4),
      field(bytes, offset, 5), field(bytes, offset, 6), field(bytes, offset, 7), field(bytes, offset, 8) != 0);
  }

  private static int field(byte[] bytes, int offset, int index) {
    return BigEndian.i32(bytes, offset + Integer.BYTES * index);
  }
}
