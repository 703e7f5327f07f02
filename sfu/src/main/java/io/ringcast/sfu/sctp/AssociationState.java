package io.ringcast.sfu.sctp;

import io.ringcast.sfu.api.DataEnd;
import org.jspecify.annotations.Nullable;

/** Where an association's life is; {@link Association} has the table of transitions. */
sealed interface AssociationState {
  /** What both sides agreed on; null before and afterwards. */
  default @Nullable Conversation conversation() {
    return null;
  }

  /** Whether the peer may still send data. */
  default boolean takesData() {
    return false;
  }

  /** Nothing was sent; the peer may begin. */
  record Idle() implements AssociationState {}

  /** INIT was sent. */
  record CookieWait(int ourTag, int ourTsn) implements AssociationState {}

  /** The peer's cookie was sent back. */
  @SuppressWarnings("ArrayRecordComponent")
  record CookieEchoed(Conversation conversation, byte[] cookie) implements AssociationState {}

  record Established(Conversation conversation) implements AssociationState {
    @Override
    public boolean takesData() {
      return true;
    }
  }

  /** We want to end and have still to deliver. */
  record ShutdownPending(Conversation conversation) implements AssociationState {
    @Override
    public boolean takesData() {
      return true;
    }
  }

  /** We have delivered and said so. */
  record ShutdownSent(Conversation conversation) implements AssociationState {
    @Override
    public boolean takesData() {
      return true;
    }
  }

  /** The peer has delivered, and we have still to. */
  record ShutdownReceived(Conversation conversation) implements AssociationState {}

  /** Both have delivered. */
  record ShutdownAckSent(Conversation conversation) implements AssociationState {}

  record Ended(DataEnd reason) implements AssociationState {}
}
