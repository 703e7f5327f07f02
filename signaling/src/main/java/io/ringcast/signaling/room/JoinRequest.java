package io.ringcast.signaling.room;

import org.jspecify.annotations.Nullable;

/**
 * Who wants to be in a room.
 *
 * @param autoSubscribe whether it receives everything it may without asking
 * @param mode the mode in which it expects the room, and opens it; null for any
 * @param waitingAs by which name it waits to be let in; null where it does not
 */
public record JoinRequest(
    String userId,
    Presence presence,
    Permissions permissions,
    Profile profile,
    boolean autoSubscribe,
    Seat seat,
    RoomMedia media,
    @Nullable RoomMode mode,
    @Nullable String waitingAs) {

  /** Into a room of any mode. */
  public JoinRequest(
      String userId, Presence presence, Permissions permissions, Profile profile, boolean autoSubscribe, Seat seat, RoomMedia media) {
    this(userId, presence, permissions, profile, autoSubscribe, seat, media, null, null);
  }

  /** One that does not wait. */
  public JoinRequest(String userId, Presence presence, Permissions permissions, Profile profile, boolean autoSubscribe, Seat seat,
      RoomMedia media, @Nullable RoomMode mode) {
    this(userId, presence, permissions, profile, autoSubscribe, seat, media, mode, null);
  }

  boolean takesIdentity() {
    return presence.takesIdentity();
  }

  /** Whether it is a user itself, or waits to be one. */
  boolean standsForUser() {
    return presence == Presence.USER || presence == Presence.WAITING;
  }

  /** The same of a device that connects, and waits by this name where there is one. */
  public JoinRequest waiting(@Nullable String name) {
    Presence as = name == null ? presence : Presence.WAITING;
    return new JoinRequest(userId, as, permissions, profile, autoSubscribe, seat, media, mode, name);
  }

  /** The same of one who waited, and comes in as the user that it is. */
  JoinRequest letIn(Permissions allowed) {
    return new JoinRequest(userId, Presence.USER, allowed, profile, autoSubscribe, seat, media, mode);
  }

  /** The same into a room of this mode. */
  public JoinRequest into(@Nullable RoomMode wished) {
    return new JoinRequest(userId, presence, permissions, profile, autoSubscribe, seat, media, wished, waitingAs);
  }
}
