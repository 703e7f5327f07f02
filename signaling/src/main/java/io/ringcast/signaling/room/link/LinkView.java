package io.ringcast.signaling.room.link;

import io.ringcast.sfu.api.RoomKey;
import org.jspecify.annotations.Nullable;

/**
 * A link as it is at one moment.
 *
 * @param extra what the side that spoke last said along with it
 * @param expiresAtMs when a pending one is over; 0 afterwards
 * @param acceptedAtMs 0 before
 * @param reason why it ended, or why a side could not join; null otherwise
 */
public record LinkView(
    String linkId, State state, Side inviter, Side invitee, String extra, long expiresAtMs, long acceptedAtMs, @Nullable String reason) {

  /** As RongCloud's documents call them. */
  public enum State { PENDING, ACCEPTED, JOINED, ENDED }

  /** What has just happened to a link. */
  public enum Step { REQUESTED, ACCEPTED, REJECTED, CANCELLED, TIMED_OUT, JOINED, LEFT, ENDED }

  /**
   * One of the two hosts.
   *
   * @param participantId its stay in its room
   * @param joined whether its room shows the other
   * @param mixed whether the other room's automatic mix takes it in
   */
  public record Side(RoomKey room, String userId, String participantId, boolean joined, boolean mixed) {}

  /** The side whose room this is. */
  public Side here(RoomKey room) {
    return inviter.room().equals(room) ? inviter : invitee;
  }

  /** The other side. */
  public Side there(RoomKey room) {
    return inviter.room().equals(room) ? invitee : inviter;
  }

  /** Whether both hosts agreed to it at some time. */
  public boolean accepted() {
    return acceptedAtMs != 0;
  }
}
