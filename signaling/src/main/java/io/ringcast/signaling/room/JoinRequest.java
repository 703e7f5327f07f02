package io.ringcast.signaling.room;

/**
 * Who wants to be in a room.
 *
 * @param autoSubscribe whether it receives everything it may without asking
 */
public record JoinRequest(
    String userId, Presence presence, Permissions permissions, Profile profile, boolean autoSubscribe, Seat seat, RoomMedia media) {
  boolean takesIdentity() {
    return presence.takesIdentity();
  }
}
