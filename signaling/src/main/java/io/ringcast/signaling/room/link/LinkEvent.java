package io.ringcast.signaling.room.link;

import io.ringcast.signaling.room.link.Link.Side;

/** What happens to a {@link Link}. */
sealed interface LinkEvent {

  /**
   * The invited says yes.
   *
   * @param joins whether the invited's room shows the inviter at once
   * @param mixes whether the inviter's automatic mix takes the invited in
   */
  record Accept(String extra, boolean joins, boolean mixes) implements LinkEvent {}

  record Reject(String extra) implements LinkEvent {}

  record Cancel() implements LinkEvent {}

  /** Nobody has answered in time. */
  record Late() implements LinkEvent {}

  record Join(Side side) implements LinkEvent {}

  /** The side's room shows the other host. */
  record Shown(Side side) implements LinkEvent {}

  /** The side's room cannot show the other host, or does no longer. */
  record NotShown(Side side, String reason) implements LinkEvent {}

  record Leave(Side side) implements LinkEvent {}

  record End(Side side) implements LinkEvent {}

  /** The side's host is none any more. */
  record Gone(Side side) implements LinkEvent {}
}
