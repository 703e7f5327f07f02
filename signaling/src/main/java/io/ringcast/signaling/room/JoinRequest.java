package io.ringcast.signaling.room;

import org.jspecify.annotations.Nullable;

/**
 * Who wants to be in a room.
 *
 * @param autoSubscribe whether it receives everything it may without asking
 * @param mode the mode in which it expects the room, and opens it; null for any
 */
public record JoinRequest(
    String userId,
    Presence presence,
    Permissions permissions,
    Profile profile,
    boolean autoSubscribe,
    Seat seat,
    RoomMedia media,
    @Nullable RoomMode mode) {

  /** Into a room of any mode. */
  public JoinRequest(
      String userId, Presence presence, Permissions permissions, Profile profile, boolean autoSubscribe, Seat seat, RoomMedia media) {
    this(userId, presence, permissions, profile, autoSubscribe, seat, media, null);
  }

  boolean takesIdentity() {
    return presence.takesIdentity();
  }

  /** The same into a room of this mode. */
  public JoinRequest into(@Nullable RoomMode wished) {
    return new JoinRequest(userId, presence, permissions, profile, autoSubscribe, seat, media, wished);
  }
}
