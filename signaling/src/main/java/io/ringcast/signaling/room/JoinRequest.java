package io.ringcast.signaling.room;

/**
 * Who wants to be in a room.
 *
 * @param takesIdentity whether it is the user itself, of which a room holds one; a mere viewer is nobody's second self
 * @param autoSubscribe whether it receives everything it may without asking
 */
public record JoinRequest(
    String userId, boolean takesIdentity, Permissions permissions, Profile profile, boolean autoSubscribe, Seat seat, RoomMedia media) {}
