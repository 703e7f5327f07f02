package io.ringcast.signaling.room.link;

import io.ringcast.signaling.room.link.Link.Side;

/** How a {@link Link} stands. */
public sealed interface LinkState {

  /** The one has asked, and the other has not answered. */
  record Pending(long expiresAtMs) implements LinkState {}

  /** Both want it. */
  record Linked(long sinceMs, Presence inviter, Presence invitee) implements LinkState {
    Presence of(Side side) {
      return side == Side.INVITER ? inviter : invitee;
    }

    Linked with(Side side, Presence presence) {
      return side == Side.INVITER ? new Linked(sinceMs, presence, invitee) : new Linked(sinceMs, inviter, presence);
    }

    boolean anybodyIn() {
      return inviter == Presence.IN || invitee == Presence.IN;
    }
  }

  /** @param linkedAtMs 0 when it never was accepted */
  record Ended(LinkEnd reason, long linkedAtMs) implements LinkState {}

  /** Whether a side's room shows the other host. */
  enum Presence { OUT, COMING, IN }
}
