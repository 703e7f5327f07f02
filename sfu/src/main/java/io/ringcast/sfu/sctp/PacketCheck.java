package io.ringcast.sfu.sctp;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.sctp.AssociationState.CookieWait;
import io.ringcast.sfu.sctp.AssociationState.Ended;
import io.ringcast.sfu.wire.sctp.Sctp;
import io.ringcast.sfu.wire.sctp.SctpReader;
import org.jspecify.annotations.Nullable;

/** Whether a packet is one of its association. */
final class PacketCheck {
  private PacketCheck() {}

  /** Why a packet is not looked at; null when it is, and then the reader stands before its first chunk. */
  static @Nullable DropReason refusal(SctpReader reader, byte[] bytes, int offset, int length, AssociationState state) {
    if (state instanceof Ended) {
      return DropReason.SCTP_UNEXPECTED;
    }
    if (!reader.wrap(bytes, offset, length)) {
      return DropReason.SCTP_MALFORMED;
    }
    if (!reader.checksumHolds()) {
      return DropReason.SCTP_BAD_CHECKSUM;
    }
    reader.next();
    boolean right = isTagRight(reader, state);
    reader.rewind();
    return right ? null : DropReason.SCTP_WRONG_TAG;
  }

  /** RFC 9260 section 8.5: an INIT has none, a cookie tells its own, an ABORT may have ours or send the peer's back. */
  private static boolean isTagRight(SctpReader reader, AssociationState state) {
    Conversation conversation = state.conversation();
    boolean ours = state instanceof CookieWait wait
      ? reader.tag() == wait.ourTag()
      : conversation != null && reader.tag() == conversation.ourTag();
    boolean reflected = conversation != null && reader.has(Sctp.TAG_REFLECTED) && reader.tag() == conversation.peerTag();
    return switch (reader.type()) {
      case Sctp.INIT -> reader.tag() == 0 && reader.isAlone();
      case Sctp.COOKIE_ECHO -> true;
      case Sctp.ABORT, Sctp.SHUTDOWN_COMPLETE -> ours || reflected;
      default -> ours;
    };
  }
}
